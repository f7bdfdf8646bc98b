using System.Text;
using RouteGen.Protocol;

namespace RouteGen;

/// <summary>Makes requests as a server receives them, to be passed to a handler by a test. Go's name: <c>httptest.NewRequest</c>.</summary>
public static class TestRequest
{
    /// <summary>The host of a request whose target names none: <c>example.com</c>.</summary>
    public const string DefaultHost = "example.com";

    /// <summary>Where such requests come from: <c>192.0.2.1:1234</c>, an address that is set aside for documentation (RFC 5737).</summary>
    public const string DefaultRemoteAddr = "192.0.2.1:1234";

    private const int HeadBytesMax = 1 << 20;

    /// <summary>A received request. It is parsed like one, so a target that the server refuses is refused here.</summary>
    /// <param name="method">The method, a token; empty: <c>GET</c>.</param>
    /// <param name="target">The target as on a request line: <c>/path?query</c>, or an absolute URL, which names the host.</param>
    /// <param name="body">The body; null: none. Its length is declared if it is known.</param>
    /// <exception cref="ArgumentException">A server would refuse such a request.</exception>
    public static Request New(string method, string target, Body? body = null)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(target);
        if (method.Length == 0) method = "GET";
        var head = Encoding.UTF8.GetBytes($"{method} {target} HTTP/1.1\r\nHost: {HostOf(method, target)}\r\n\r\n");
        var received = new ReceivedRequest();
        var parsed = received.Head;
        received.ForgetHead();
        var status = parsed.Parse(head, HeadBytesMax, fieldCountMax: 1);
        // A line end inside an argument would make two requests of it, or a field.
        if (status != ParseStatus.Done || parsed.Length != head.Length)
            throw new ArgumentException($"No server receives the request \"{method} {target}\". {RejectReasons.Describe(parsed.Reason)}");
        received.Begin(head, conn: null, body ?? Body.Empty);
        return new Request(received) { ContentLength = body?.ContentLength ?? 0, RemoteAddr = DefaultRemoteAddr };
    }

    // An absolute target and the Host field must agree, and CONNECT's target is the host itself.
    private static string HostOf(string method, string target)
    {
        if (method == "CONNECT" && !target.StartsWith('/')) return target;
        var scheme = target.IndexOf("://", StringComparison.Ordinal);
        if (scheme <= 0 || target.StartsWith('/')) return DefaultHost;
        var authority = target.AsSpan(scheme + 3);
        if (authority.IndexOfAny('/', '?') is var end and >= 0) authority = authority[..end];
        return authority.IsEmpty ? DefaultHost : authority.ToString();
    }
}
