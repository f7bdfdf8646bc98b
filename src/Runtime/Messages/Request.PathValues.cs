// What the pattern that chose the handler has captured, and what was set by hand.
using System.Text;

namespace RouteGen;

public sealed partial class Request
{
    private PathNames? _pathNames;

    /// <summary>
    /// The part of the path that a wildcard of <see cref="Pattern"/> stands for, decoded: for <c>/items/{id}</c> and a request for
    /// <c>/items/a%2Fb</c> the value of <c>id</c> is <c>a/b</c>. Go's name: <c>Request.PathValue</c>.
    /// </summary>
    /// <param name="name">The name between the braces, without dots; case-sensitive.</param>
    /// <returns>The value; empty when the pattern has no such name and none was set.</returns>
    public string PathValue(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        CheckLive();
        var parts = _parts;
        if (parts?.SetPathValues is { } set && set.TryGetValue(name, out var value)) return value;
        if (_pathNames is not { } names) return "";
        return (parts?.RoutedPath is { } path ? names.Find(path, name) : FindInReceived(names, name)) ?? "";
    }

    /// <summary>Sets what <see cref="PathValue"/> returns for a name, whether or not the pattern has it. Go's name: <c>Request.SetPathValue</c>.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value; null counts as empty.</param>
    public void SetPathValue(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(name);
        (Parts.SetPathValues ??= [])[name] = value ?? "";
    }

    /// <summary>Entry that chose the handler, for logs. Null if there is none, or if a mux wrote the response itself.</summary>
    internal IRouteOrigin? RoutedTo => Pattern.Length == 0 ? null : _entry;

    // The last choice. Meaningless while there is no pattern.
    private IRouteOrigin? _entry;

    /// <summary>A mux has chosen a handler.</summary>
    /// <param name="pattern">The pattern that chose it.</param>
    /// <param name="entry">Its entry. Null if the mux writes the response itself.</param>
    /// <param name="names">What it captures; null: nothing.</param>
    internal void SetRoute(string pattern, IRouteOrigin? entry, PathNames? names)
    {
        Pattern = pattern;
        if (!ReferenceEquals(_entry, entry)) _entry = entry;
        if (names is null && _pathNames is null) return;
        _pathNames = names;
        if (_parts is not { } parts) return;
        parts.RoutedPath = names is null || IsAsReceived ? null : Encoding.UTF8.GetBytes(Url.EscapedPath);
        if (names is null || parts.SetPathValues is not { } set) return;

        // What an outer pattern or handler has set under a name that this pattern captures is gone, as in Go.
        foreach (var name in set.Keys)
            if (names.Contains(name)) set.Remove(name);
    }

    private string? FindInReceived(PathNames names, string name)
    {
        var received = Received;
        string? value;
        try
        {
            value = names.Find(received.Path, name);
        }
        catch (Exception) when (!IsServed)
        {
            ThrowNotLive();
            throw;
        }

        return Live(value);
    }
}
