// Prepares the fields of a message for forwarding, in either direction. HopByHopFields lists the hop-by-hop fields, which are removed. The
// proxy then adds its own fields.
namespace RouteGen.Proxying;

internal static class ForwardedFields
{
    /// <summary>Returns the protocol that a message wants to switch to, or empty for none.</summary>
    internal static string UpgradeOf(Header header) => HasToken(header, "Connection", "upgrade") ? header.Get("Upgrade") : "";

    /// <summary>Prepares the fields of a request for forwarding, before the request is rewritten.</summary>
    /// <returns>The hop-by-hop fields of the message, which are also removed from its trailer.</returns>
    internal static HopByHopFields PrepareRequest(Header header)
    {
        var upgrade = UpgradeOf(header);
        var takesTrailers = HasToken(header, "Te", "trailers");
        var ended = HopByHopFields.Of(header, hidden: []);
        ended.RemoveFrom(header);
        // The client accepts trailer fields, and this proxy forwards them (RFC 9110 section 10.1.4).
        if (takesTrailers) header.Set("Te", "trailers");
        SayUpgrade(header, upgrade);
        header.RemoveAll(HopByHopFields.IsForwarded);
        return ended;
    }

    /// <summary>
    /// Prepares the fields of a response for forwarding. For a protocol switch, sets <c>Connection</c> and <c>Upgrade</c>
    /// again.
    /// </summary>
    /// <returns>The hop-by-hop fields of the message, which are also removed from its trailer.</returns>
    internal static HopByHopFields PrepareResponse(Response response)
    {
        var header = response.Header;
        var hidden = new List<string>();
        response.AddHiddenOptions(hidden);
        var upgrade = response.StatusCode == Status.SwitchingProtocols ? UpgradeOf(header) : "";
        var ended = HopByHopFields.Of(header, hidden);
        ended.RemoveFrom(header);
        SayUpgrade(header, upgrade);
        return ended;
    }

    /// <summary>Copies the forwarded fields of an informational response.</summary>
    internal static void CopyInformation(Header from, Header to)
    {
        var hidden = new List<string>();
        // The hidden options are read first, because they are lost when the fields are read.
        from.AddHiddenOptions(hidden);
        var ended = HopByHopFields.Of(from, hidden);
        Copy(from, to);
        ended.RemoveFrom(to);
    }

    /// <summary>Copies every field of a received message, byte for byte.</summary>
    internal static void Copy(Header from, Header to)
    {
        from.Materialise();
        foreach (ref readonly var field in from.Fields)
            if (field.Value is not null) to.Add(field);
    }

    /// <summary>Appends the client's address to <c>X-Forwarded-For</c>, unless the field was set to null.</summary>
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

    /// <summary>Returns true if the name of a protocol can be forwarded.</summary>
    internal static bool IsPrintable(string protocol) => protocol.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0;

    private static void SayUpgrade(Header header, string upgrade)
    {
        if (upgrade.Length == 0) return;
        header.Set("Connection", "Upgrade");
        header.Set("Upgrade", upgrade);
    }

    // Returns the address without its port, or null if it is not an IP address, as for a Unix-domain socket.
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

    // Finds the next element of a list. Returns false if there is none.
    internal static bool TryNext(scoped ref ReadOnlySpan<char> list, out ReadOnlySpan<char> element)
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
