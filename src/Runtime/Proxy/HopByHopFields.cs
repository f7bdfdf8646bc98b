// Lists the hop-by-hop fields, which a proxy does not forward (RFC 9110 section 7.6.1): the known ones, and the ones that the Connection
// fields of a message name. Underscores in names are compared as hyphens, because CGI and its successors map both to the same variable. For
// such a server, X_Forwarded_For from a client would be X-Forwarded-For. So a field is not forwarded, in either direction, if only
// underscores distinguish its name from the name of a forwarding, framing or hop-by-hop field. The same rules apply to trailer fields.
namespace RouteGen.Proxying;

internal readonly struct HopByHopFields
{
    // Proxy-Connection is not standard, but still sent. Trailer and Transfer-Encoding are part of the framing.
    private static readonly string[] s_hopNames =
    [
        "Connection", "Proxy-Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Authentication-Info", "Te",
        "Trailer",
        "Transfer-Encoding", "Upgrade", "Http2-Settings",
    ];

    // Fields in which proxies describe a client. With hyphens they are forwarded, or replaced by values of this proxy.
    private static readonly string[] s_trustedNames =
    [
        "Content-Length", "X-Real-Ip", "X-Client-Ip", "X-Cluster-Client-Ip", "X-Original-Forwarded-For", "X-Original-Host",
        "X-Original-Url", "X-Rewrite-Url",
        "X-Remote-Addr", "X-Remote-Ip", "X-Envoy-External-Address", "True-Client-Ip", "Client-Ip", "Cf-Connecting-Ip", "Fastly-Client-Ip",
    ];

    private const string ForwardedPrefix = "X-Forwarded-";

    private readonly IReadOnlyList<string> _lists;

    private HopByHopFields(IReadOnlyList<string> lists) => _lists = lists;

    /// <summary>Reads the <c>Connection</c> fields of a message, and the options that its header hides.</summary>
    internal static HopByHopFields Of(Header header, IReadOnlyList<string> hidden)
    {
        var lists = header.Values("Connection");
        return new HopByHopFields(hidden.Count == 0 ? lists : [.. lists, .. hidden]);
    }

    /// <summary>Removes the hop-by-hop fields from a message.</summary>
    internal void RemoveFrom(Header header)
    {
        var nominated = NominatedOf(header);
        header.RemoveAll(name => Ends(name, nominated));
    }

    /// <summary>
    /// Removes the hop-by-hop fields, and fields for framing or routing, from a trailer section (RFC 9110 section 6.5.1).
    /// </summary>
    internal void RemoveFromTrailer(Header trailer)
    {
        var nominated = NominatedOf(trailer);
        trailer.RemoveAll(name => Ends(name, nominated) || SaysForwarded(name) || Is(name, "Content-Length") || Is(name, "Host"));
    }

    /// <summary>
    /// Returns true for the name of a forwarding field: <c>Forwarded</c>, <c>X-Forwarded-For</c>, <c>X-Forwarded-Host</c> or
    /// <c>X-Forwarded-Proto</c>.
    /// </summary>
    internal static bool IsForwarded(string name) =>
        Is(name, "Forwarded") || Is(name, "X-Forwarded-For") || Is(name, "X-Forwarded-Host") || Is(name, "X-Forwarded-Proto");

    private static bool Ends(string name, HashSet<string>? nominated)
    {
        var isWritten = !name.Contains('_');
        if (!isWritten) name = name.Replace('_', '-');
        if (nominated?.Contains(name) == true || IsOneOf(name, s_hopNames)) return true;
        return !isWritten && (SaysForwarded(name) || IsOneOf(name, s_trustedNames));
    }

    private static bool SaysForwarded(string name) =>
        Is(name, "Forwarded") || name.StartsWith(ForwardedPrefix, StringComparison.OrdinalIgnoreCase);

    // The options are looked up among the few fields of the message, because a head of a megabyte can list half a million options.
    private HashSet<string>? NominatedOf(Header header)
    {
        if (_lists.Count == 0) return null;
        header.Materialise();
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        // A bit set of the names, which rules out most options before they are hashed.
        var present = 0UL;
        foreach (ref readonly var field in header.Fields)
        {
            var name = field.Name.Replace('_', '-');
            names.Add(name);
            present |= BitOf(name);
        }

        HashSet<string>? nominated = null;
        var lookup = names.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var list in _lists)
        {
            var rest = list.AsSpan();
            while (ForwardedFields.TryNext(ref rest, out var option))
            {
                if (option.Contains('_')) option = option.ToString().Replace('_', '-');
                if ((present & BitOf(option)) != 0 && lookup.TryGetValue(option, out var name))
                    (nominated ??= new HashSet<string>(StringComparer.OrdinalIgnoreCase)).Add(name);
            }
        }

        return nominated;
    }

    // Returns the bit for a name's length and first letter.
    private static ulong BitOf(ReadOnlySpan<char> name) => name.IsEmpty ? 0 : 1UL << (((name[0] | ' ') + name.Length) & 63);

    private static bool IsOneOf(string name, string[] names)
    {
        foreach (var one in names)
            if (Is(name, one)) return true;
        return false;
    }

    private static bool Is(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);
}
