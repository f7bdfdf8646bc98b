// Lists the hop-by-hop fields, which a proxy does not forward (RFC 9110 section 7.6.1): the known ones, and those that the Connection
// fields of a message nominate. Underscores in names are compared as hyphens, since CGI and its successors map both to the same variable:
// X_Forwarded_For, passed on as the client wrote it, is X-Forwarded-For to such a server. So a field whose name differs from a forwarding,
// framing or hop-by-hop field only in underscores is not forwarded either, in both directions. Trailer fields are filtered by the same
// rules.
namespace RouteGen.Proxying;

internal readonly struct HopByHopFields
{
    // Proxy-Connection is not standard, but still sent. Trailer and Transfer-Encoding belong to the framing.
    private static readonly string[] s_hopNames =
    [
        "Connection", "Proxy-Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Authentication-Info", "Te",
        "Trailer",
        "Transfer-Encoding", "Upgrade", "Http2-Settings",
    ];

    // Fields in which proxies describe a client. Spelled with hyphens they are passed on, or replaced by this proxy's own values.
    private static readonly string[] s_trustedNames =
    [
        "Content-Length", "X-Real-Ip", "X-Client-Ip", "X-Cluster-Client-Ip", "X-Original-Forwarded-For", "X-Original-Host",
        "X-Original-Url", "X-Rewrite-Url",
        "X-Remote-Addr", "X-Remote-Ip", "X-Envoy-External-Address", "True-Client-Ip", "Client-Ip", "Cf-Connecting-Ip", "Fastly-Client-Ip",
    ];

    private const string ForwardedPrefix = "X-Forwarded-";

    private readonly IReadOnlyList<string> _lists;

    private HopByHopFields(IReadOnlyList<string> lists) => _lists = lists;

    /// <summary>Reads the <c>Connection</c> fields of a message.</summary>
    /// <param name="header">The message's fields.</param>
    /// <param name="hidden">Options of <c>Connection</c> fields that the header does not show.</param>
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
    /// Removes the hop-by-hop fields from a trailer section, and fields that frame or route a message (RFC 9110 section 6.5.1).
    /// </summary>
    internal void RemoveFromTrailer(Header trailer)
    {
        var nominated = NominatedOf(trailer);
        trailer.RemoveAll(name => Ends(name, nominated) || SaysForwarded(name) || Is(name, "Content-Length") || Is(name, "Host"));
    }

    /// <summary>
    /// True if a name is one of the forwarding fields: <c>Forwarded</c>, <c>X-Forwarded-For</c>, <c>X-Forwarded-Host</c> or
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

    // The options are looked up among the fields, which are few: a megabyte of head can list half a million options, and repeat one of
    // them.
    private HashSet<string>? NominatedOf(Header header)
    {
        if (_lists.Count == 0) return null;
        header.Materialise();
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        // A bit for every name, so that most options are ruled out before they are hashed.
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

    // By length and first letter.
    private static ulong BitOf(ReadOnlySpan<char> name) => name.IsEmpty ? 0 : 1UL << (((name[0] | ' ') + name.Length) & 63);

    private static bool IsOneOf(string name, string[] names)
    {
        foreach (var one in names)
            if (Is(name, one)) return true;
        return false;
    }

    private static bool Is(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);
}
