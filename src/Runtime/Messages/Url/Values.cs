using System.Collections;
using System.Text;

namespace RouteGen;

/// <summary>
/// The parameters of a query or form: case-sensitive names, each with its values in the order in which they were added. Go's name:
/// <c>url.Values</c>.
/// </summary>
/// <remarks>Not thread-safe. Invalid UTF-8 is decoded as U+FFFD.</remarks>
public sealed class Values : IEnumerable<KeyValuePair<string, string>>
{
    private readonly Dictionary<string, List<string>> _values = [];

    /// <summary>Number of names.</summary>
    public int Count => _values.Count;

    /// <summary>The names, in no particular order.</summary>
    public IReadOnlyCollection<string> Names => _values.Keys;

    /// <summary>Parses a query or the body of a URL-encoded form. Go's name: <c>url.ParseQuery</c>.</summary>
    /// <param name="text">The escaped pairs, separated by ampersands, without a question mark.</param>
    /// <exception cref="FormatException">A pair is malformed or contains a semicolon, or there are more than 10,000 pairs.</exception>
    public static Values Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var values = new Values();
        return QueryText.Parse(Encoding.UTF8.GetBytes(text), values) is { } problem ? throw new FormatException(problem) : values;
    }

    /// <summary>Parses like <see cref="Parse"/>, but returns false for malformed text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="values">The well-formed pairs, even if others are malformed. Empty if there are more than 10,000 pairs.</param>
    /// <returns>True if all pairs are well-formed.</returns>
    public static bool TryParse(string text, out Values values)
    {
        ArgumentNullException.ThrowIfNull(text);
        values = new Values();
        return QueryText.Parse(Encoding.UTF8.GetBytes(text), values) is null;
    }

    /// <summary>Returns the first value of a name, or the empty string if there is none. Go's name: <c>Get</c>.</summary>
    /// <param name="name">The name.</param>
    public string Get(string name) => _values.TryGetValue(name, out var values) ? values[0] : "";

    /// <summary>Returns the values of a name. Empty if there are none; otherwise the list reflects later additions.</summary>
    /// <param name="name">The name.</param>
    public IReadOnlyList<string> GetAll(string name) => _values.TryGetValue(name, out var values) ? values : [];

    /// <summary>Returns true if the name has a value. Go's name: <c>Has</c>.</summary>
    /// <param name="name">The name.</param>
    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>Replaces all values of a name with one value. Go's name: <c>Set</c>.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    public void Set(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        _values[name] = [value];
    }

    /// <summary>Adds a value after the existing ones. Go's name: <c>Add</c>.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    public void Add(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (_values.TryGetValue(name, out var values)) values.Add(value);
        else _values[name] = [value];
    }

    /// <summary>Removes all values of a name. Go's name: <c>Del</c>.</summary>
    /// <param name="name">The name.</param>
    public void Remove(string name) => _values.Remove(name);

    /// <summary>Returns the pairs as an escaped query, sorted by name. Go's name: <c>Encode</c>.</summary>
    public string Encode()
    {
        var names = _values.Keys.ToArray();
        Array.Sort(names, StringComparer.Ordinal);
        var text = new StringBuilder();
        foreach (var name in names)
        {
            foreach (var value in _values[name])
            {
                if (text.Length > 0) text.Append('&');
                QueryText.Escape(name, text);
                text.Append('=');
                QueryText.Escape(value, text);
            }
        }

        return text.ToString();
    }

    /// <summary>Enumerates all values with their names. The values of a name are adjacent.</summary>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator()
    {
        foreach (var (name, values) in _values)
            foreach (var value in values) yield return new(name, value);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Adds all values of another collection after the existing ones.</summary>
    internal void AddAll(Values other)
    {
        foreach (var (name, value) in other) Add(name, value);
    }
}
