// Which fields end with the connection that a message came by (RFC 9110 section 7.6.1): those that are known, and those that its Connection fields
// nominate. Names are compared with a hyphen for each underscore, since CGI and its heirs make one variable of both: X_Forwarded_For, passed on as the
// client wrote it, is X-Forwarded-For to such a server. So what differs from a forwarding, framing or hop-by-hop field by underscores alone
// ends here as well, in both directions. Trailer fields are filtered by the same rules.
namespace RouteGen.Proxying;

internal readonly struct EndedFields
{
    // Proxy-Connection is no standard's, and still sent. Trailer and Transfer-Encoding are the framing's.
    private static readonly string[] s_hopNames =
    [
        "Connection", "Proxy-Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Authentication-Info", "Te", "Trailer",
        "Transfer-Encoding", "Upgrade", "Http2-Settings",
    ];

    // What proxies and those who ask them say of a client. With hyphens they are passed on, or replaced by what this proxy knows.
    private static readonly string[] s_trustedNames =
    [
        "Content-Length", "X-Real-Ip", "X-Client-Ip", "X-Cluster-Client-Ip", "X-Original-Forwarded-For", "X-Original-Host", "X-Original-Url", "X-Rewrite-Url",
        "X-Remote-Addr", "X-Remote-Ip", "X-Envoy-External-Address", "True-Client-Ip", "Client-Ip", "Cf-Connecting-Ip", "Fastly-Client-Ip",
    ];

    private const string ForwardedPrefix = "X-Forwarded-";

    private readonly HashSet<string>? _nominated;

    private EndedFields(HashSet<string>? nominated) => _nominated = nominated;

    /// <summary>Reads what the <c>Connection</c> fields of a message nominate.</summary>
    /// <param name="header">The message's fields.</param>
    /// <param name="hidden">Options of fields that the header does not show.</param>
    internal static EndedFields Of(Header header, IReadOnlyCollection<string> hidden)
    {
        HashSet<string>? nominated = null;
        foreach (var option in hidden) Add(ref nominated, option);
        foreach (var line in header.Values("Connection"))
        {
            foreach (var range in line.AsSpan().Split(','))
            {
                var option = line.AsSpan(range).Trim(" \t");
                if (!option.IsEmpty) Add(ref nominated, option.ToString());
            }
        }

        return new EndedFields(nominated);
    }

    /// <summary>Removes from a message what ends with its connection.</summary>
    internal void RemoveFrom(Header header) => header.RemoveAll(Ends);

    /// <summary>Removes from a trailer section what ends with the connection, and what frames or routes a message (RFC 9110 section 6.5.1).</summary>
    internal void RemoveFromTrailer(Header trailer) => trailer.RemoveAll(EndsInTrailer);

    /// <summary>Whether a name is one of the fields that say what a client is and wants: <c>Forwarded</c> and <c>X-Forwarded-</c> <c>For</c>, <c>Host</c>, <c>Proto</c>.</summary>
    internal static bool IsForwarded(string name) =>
        Is(name, "Forwarded") || Is(name, "X-Forwarded-For") || Is(name, "X-Forwarded-Host") || Is(name, "X-Forwarded-Proto");

    private bool Ends(string name)
    {
        var isWritten = !name.Contains('_');
        if (!isWritten) name = name.Replace('_', '-');
        if (_nominated?.Contains(name) == true || IsOneOf(name, s_hopNames)) return true;
        return !isWritten && (name.StartsWith(ForwardedPrefix, StringComparison.OrdinalIgnoreCase) || IsOneOf(name, s_trustedNames));
    }

    private bool EndsInTrailer(string name) => Ends(name) || IsForwarded(name) || Is(name, "Content-Length") || Is(name, "Host");

    private static void Add(ref HashSet<string>? nominated, string option) =>
        (nominated ??= new HashSet<string>(StringComparer.OrdinalIgnoreCase)).Add(option.Replace('_', '-'));

    private static bool IsOneOf(string name, string[] names)
    {
        foreach (var one in names)
            if (Is(name, one)) return true;
        return false;
    }

    private static bool Is(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);
}
