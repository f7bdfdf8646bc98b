// What fails between here and a server says which request it was, where it went and how far it had come:
//
//   GET http://example.com/items?q=1: dial example.com:80: 192.0.2.1:80: Connecting failed: connection refused
//
// The phases: dial (name, addresses, proxy, TLS), the wait for the head (writing goes on meanwhile, and says so itself), and the body. The exception that it was stays as the
// inner one. Cancellations of the caller, and what is the program's own (hooks, bodies to be sent), pass as they are.
namespace RouteGen;

internal static class CallFailure
{
    internal const string Dial = "dial";
    internal const string Head = "sent, awaiting the response head";
    internal const string Body = "reading the response body";

    private const int UrlLengthMax = 512;
    private const int MethodLengthMax = 32;

    /// <summary>The failure with the request and the phase in its message. One that has them, or is none of ours, as it is.</summary>
    /// <param name="failure">What happened.</param>
    /// <param name="request">The request. Null if it is not known any more.</param>
    /// <param name="phase">How far it had come.</param>
    /// <param name="key">Where it went.</param>
    internal static Exception Name(Exception failure, Request? request, string phase, ConnKey key)
    {
        if (request is null) return failure;
        return failure switch
        {
            TransportException { IsNamed: false } transport => new TransportException(transport.Error, Text(transport, request, phase, key), transport) { IsNamed = true },
            ProtocolException { IsNamed: false } protocol => new ProtocolException(protocol.Reason, Text(protocol, request, phase, key), protocol),
            _ => failure,
        };
    }

    /// <summary>Method and URL, without user name and password.</summary>
    internal static string Describe(Request request) =>
        $"{PeerText.Escape(request.Method, MethodLengthMax)} {PeerText.Escape(request.Url.WithoutUser().ToString(), UrlLengthMax)}";

    /// <summary>As the other, of a response's body.</summary>
    internal static TransportException OfBody(TransportError error, Request? request, string message, Exception? inner = null) =>
        new(error, request is null ? message : $"{Describe(request)}: {Body}: {message}", inner) { IsNamed = true };

    /// <summary>As the other, of a rule that was broken.</summary>
    internal static ProtocolException OfBody(RejectReason reason, Request? request)
    {
        var cause = new ProtocolException(reason);
        return request is null ? cause : new ProtocolException(reason, $"{Describe(request)}: {Body}: {cause.Message}", cause);
    }

    private static string Text(Exception failure, Request request, string phase, ConnKey key)
    {
        var address = key.Proxy is { } proxy
            ? (key.IsForwarded ? "" : key.Address + " ") + $"by the proxy {proxy.Host}"
            : key.Address;
        return $"{Describe(request)}: {phase} {PeerText.Escape(address, UrlLengthMax)}: {failure.Message}";
    }
}
