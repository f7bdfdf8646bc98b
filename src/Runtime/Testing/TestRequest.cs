using System.Text;
using RouteGen.Protocol;
using RouteGen.Serving;

namespace RouteGen;

/// <summary>Creates requests as a server receives them, for tests of handlers. Go's name: <c>httptest.NewRequest</c>.</summary>
public static class TestRequest
{
    /// <summary>The host of a request whose target has none: <c>example.com</c>.</summary>
    public const string DefaultHost = "example.com";

    /// <summary>The remote address of the requests: <c>192.0.2.1:1234</c>, which is reserved for documentation (RFC 5737).</summary>
    public const string DefaultRemoteAddr = "192.0.2.1:1234";

    private const int HeadBytesMax = 1 << 20;

    /// <summary>
    /// Creates a received request without a body. Uses a server's parser, so invalid targets and fields throw.
    /// </summary>
    /// <param name="method">The method, a token. Empty means <c>GET</c>.</param>
    /// <param name="target">The target as in a request line: <c>/path?query</c>, or an absolute URL.</param>
    /// <param name="fields">The header fields, such as <c>("Accept", "text/html")</c>. A name may occur several times. <c>Host</c> replaces
    /// the default host.</param>
    /// <exception cref="ArgumentException">A server would reject the request, or a field frames a body.</exception>
    public static Request New(string method, string target, params ReadOnlySpan<(string Name, string Value)> fields) =>
        New(method, target, null, fields);

    /// <summary>Creates a request like the other overload, with a body.</summary>
    /// <param name="method">The method, a token. Empty means <c>GET</c>.</param>
    /// <param name="target">The target as in a request line: <c>/path?query</c>, or an absolute URL.</param>
    /// <param name="body">The body, or null for none. It determines <see cref="Request.ContentLength"/>; <c>Content-Length</c> and
    /// <c>Transfer-Encoding</c> must not be among the fields.</param>
    /// <param name="fields">The header fields, such as <c>("Content-Type", "text/plain")</c>.</param>
    /// <exception cref="ArgumentException">A server would reject the request, or a field frames a body.</exception>
    public static Request New(string method, string target, Body? body, params ReadOnlySpan<(string Name, string Value)> fields)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(target);
        if (method.Length == 0) method = "GET";
        var head = HeadOf(method, target, fields, out var count);
        var received = new ReceivedRequest();
        var parsed = received.Head;
        received.ForgetHead();
        var status = parsed.Parse(head, HeadBytesMax, fieldCountMax: count);
        // Rejects line endings in arguments, which could begin another field or request.
        if (status != ParseStatus.Done || parsed.Length != head.Length || parsed.FieldCount != count)
            throw new ArgumentException(
                $"A server would refuse the request \"{method} {target}\". {RejectReasons.Describe(parsed.Reason)}");
        received.Begin(head, body ?? Body.Empty);
        return new Request(received) { ContentLength = body?.ContentLength ?? 0, RemoteAddr = DefaultRemoteAddr };
    }

    private static byte[] HeadOf(string method, string target, ReadOnlySpan<(string Name, string Value)> fields, out int count)
    {
        var head = new StringBuilder($"{method} {target} HTTP/1.1\r\n");
        count = fields.Length;
        var hasHost = false;
        foreach (var (name, value) in fields)
        {
            ArgumentNullException.ThrowIfNull(name, nameof(fields));
            ArgumentNullException.ThrowIfNull(value, nameof(fields));
            if (name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)
                || name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase))
                throw new ArgumentException($"The field {name} cannot be set: it follows from the body.", nameof(fields));
            hasHost |= name.Equals("Host", StringComparison.OrdinalIgnoreCase);
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        if (!hasHost)
        {
            head.Append("Host: ").Append(HostOf(method, target)).Append("\r\n");
            count++;
        }

        return Encoding.UTF8.GetBytes(head.Append("\r\n").ToString());
    }

    // Host must match an absolute target; the target of CONNECT is the host itself.
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
