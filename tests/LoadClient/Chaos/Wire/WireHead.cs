namespace LoadClient.Chaos;

/// <summary>The head of a message, or a trailer (without a start line), as it was received.</summary>
internal sealed class WireHead(string startLine)
{
    private readonly List<(string Name, string Value)> _fields = [];

    internal string StartLine => startLine;

    internal int Status => int.Parse(startLine.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture);

    internal bool Closes => Get("Connection") is { } value && value.Contains("close", StringComparison.OrdinalIgnoreCase);

    internal string? Get(string name)
    {
        foreach (var field in _fields)
        {
            if (field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return field.Value;
        }

        return null;
    }

    /// <summary>Adds a field line; false: it is none, or one that may not come twice.</summary>
    internal bool TryAdd(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0) return false;
        var name = line[..colon];
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '-') return false;
        }

        var isOnce = name.StartsWith("X-", StringComparison.OrdinalIgnoreCase)
            && !name.StartsWith("X-Forwarded", StringComparison.OrdinalIgnoreCase);
        isOnce |= name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)
            || name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase);
        if (isOnce && Get(name) is not null) return false;
        _fields.Add((name, line[(colon + 1)..].Trim(' ')));
        return true;
    }
}
