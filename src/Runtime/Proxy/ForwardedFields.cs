// What of the fields of a message a proxy keeps, in either direction. Fields of one connection end with it (RFC 9110 section 7.6.1): those
// that are known, and those that Connection names.
namespace RouteGen.Proxying;

internal static class ForwardedFields
{
    // Proxy-Connection is no standard's, and still sent. Trailer and Transfer-Encoding are the framing's.
    private static readonly string[] s_hopNames =
    [
        "Connection", "Proxy-Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Te", "Trailer", "Transfer-Encoding", "Upgrade",
    ];

    private static readonly string[] s_forwardedNames = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto"];

    /// <summary>The protocol that a message wants to switch to; empty: it does not.</summary>
    internal static string UpgradeOf(Header header) => HasToken(header, "Connection", "upgrade") ? header.Get("Upgrade") : "";

    /// <summary>Makes the fields of a request those that are sent, before it is rewritten.</summary>
    internal static void PrepareRequest(Header header)
    {
        var upgrade = UpgradeOf(header);
        var takesTrailers = HasToken(header, "Te", "trailers");
        RemoveHop(header);
        // The client can take trailer fields, and this proxy passes them on (RFC 9110 section 10.1.4).
        if (takesTrailers) header.Set("Te", "trailers");
        if (upgrade.Length > 0)
        {
            header.Set("Connection", "Upgrade");
            header.Set("Upgrade", upgrade);
        }

        foreach (var name in s_forwardedNames) header.Remove(name);
    }

    /// <summary>Removes the fields that are for the connection the message came by.</summary>
    internal static void RemoveHop(Header header)
    {
        var lines = header.Values("Connection");
        if (lines.Count > 0) RemoveNamed(header, lines);
        foreach (var name in s_hopNames) header.Remove(name);
    }

    // The names that are listed are looked up among the fields, and the fields are gone through once: a head of a megabyte can list half a
    // million names, and a name may be listed again and again.
    private static void RemoveNamed(Header header, IReadOnlyList<string> lines)
    {
        var kept = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        // Of every name a bit, so that most of half a million names are known not to be there before they are hashed.
        var present = 0UL;
        foreach (ref readonly var field in header.Fields)
        {
            kept.Add(field.Name);
            present |= BitOf(field.Name);
        }

        var count = kept.Count;
        var names = kept.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var line in lines)
        {
            var list = line.AsSpan();
            while (TryNext(ref list, out var name))
                if ((present & BitOf(name)) != 0) names.Remove(name);
        }

        if (kept.Count < count) header.Keep(kept);
    }

    /// <summary>Adds every field of a message that was received.</summary>
    internal static void Copy(Header from, Header to)
    {
        foreach (var (name, value) in from) to.Add(name, value);
    }

    /// <summary>Appends the client's address to <c>X-Forwarded-For</c>, unless that was set to null.</summary>
    internal static void AppendClient(Header header, string remoteAddr)
    {
        const string Name = "X-Forwarded-For";
        if (HostOf(remoteAddr) is not { } client)
        {
            header.Remove(Name);
            return;
        }

        var earlier = header.Values(Name);
        if (earlier.Count == 0 && header.IsSet(Name)) return;
        header.Set(Name, earlier.Count == 0 ? client : string.Join(", ", earlier) + ", " + client);
    }

    /// <summary>Whether a protocol's name can be told on.</summary>
    internal static bool IsPrintable(string protocol) => protocol.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0;

    // The address without its port; null: it is none, as of a Unix-domain socket.
    private static string? HostOf(string address)
    {
        var colon = address.LastIndexOf(':');
        if (colon <= 0) return null;
        var host = address[..colon];
        if (host.StartsWith('[') && host.EndsWith(']')) return host[1..^1];
        return host.Contains(':') ? null : host;
    }

    private static bool HasToken(Header header, string name, string token)
    {
        foreach (var line in header.Values(name))
        {
            var list = line.AsSpan();
            if (!list.Contains(token, StringComparison.OrdinalIgnoreCase)) continue;
            while (TryNext(ref list, out var element))
                if (element.Equals(token, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }

    // By length and first letter.
    private static ulong BitOf(ReadOnlySpan<char> name) => name.IsEmpty ? 0 : 1UL << (((name[0] | ' ') + name.Length) & 63);

    // The next element of a list that is not empty.
    private static bool TryNext(scoped ref ReadOnlySpan<char> list, out ReadOnlySpan<char> element)
    {
        var start = 0;
        while (start < list.Length && list[start] is ',' or ' ' or '\t') start++;
        var end = start;
        while (end < list.Length && list[end] != ',') end++;
        element = list[start..end].TrimEnd(" \t");
        list = list[end..];
        return !element.IsEmpty;
    }
}
