// Messages of failed calls. A message names the request, its destination and the phase that failed:
//
//   GET http://example.com/items?q=1: dial example.com:80: 192.0.2.1:80: Connecting failed: connection refused
//   GET http://example.com/items?q=1: waiting for the response from example.com:80: The server closed the connection before it responded.
//
// The phases are the dial (name, addresses, proxy, TLS), the wait for the head, and the body. A write that fails while the head is awaited
// reports its own error. The original exception becomes the inner one. Cancellations by the caller and failures of user code (bodies to be
// sent, hooks other than those of the dial) are not changed.
namespace RouteGen;

internal static class CallFailure
{
    internal const string Dial = "dial";
    internal const string Head = "waiting for the response";
    internal const string Body = "reading the response body";

    /// <summary>Text for a forwarded request that has ended.</summary>
    internal const string Ended = "a request that has ended";

    /// <summary>Message of a call whose <see cref="Client.Timeout"/> expired before the head of the response arrived.</summary>
    internal const string HeadTimeout = "Client.Timeout exceeded while awaiting headers.";

    private const int UrlLengthMax = 512;
    private const int MethodLengthMax = 32;

    /// <summary>
    /// Adds the request and the phase to the message of a failure. Other exceptions, failures that already name a request, and failures
    /// without a known request are returned unchanged.
    /// </summary>
    internal static Exception Name(Exception failure, Request? request, string phase, ConnKey key)
    {
        if (request is null) return failure;
        return failure switch
        {
            TransportException { IsNamed: false } transport =>
                new TransportException(transport.Error, Text(transport, request, phase, key), transport) { IsNamed = true },
            ProtocolException { IsNamed: false } protocol => new ProtocolException(
                protocol.Reason, Text(protocol, request, phase, key), protocol),
            _ => failure,
        };
    }

    /// <summary>
    /// Returns method and URL, without user name and password. Never throws: for a served request that has ended, the result is <see
    /// cref="Ended"/>.
    /// </summary>
    internal static string Describe(Request request)
    {
        try
        {
            var url = request.Url.WithoutUser().ToString();
            return $"{PeerText.Escape(request.Method, MethodLengthMax)} {PeerText.Escape(url, UrlLengthMax)}";
        }
        catch (ObjectDisposedException)
        {
            return Ended;
        }
    }

    /// <summary>Returns the failure of a round tripper that returned null.</summary>
    internal static InvalidOperationException NoResponse() => new("The round tripper returned null instead of a response.");

    /// <summary>Returns a failure to read a response's body, with the request and the phase in its message.</summary>
    internal static TransportException OfBody(TransportError error, Request? request, string message, Exception? inner = null) =>
        new(error, request is null ? message : $"{Describe(request)}: {Body}: {message}", inner) { IsNamed = true };

    /// <summary>Returns a protocol violation in a response's body, with the request and the phase in its message.</summary>
    internal static ProtocolException OfBody(RejectReason reason, Request? request)
    {
        var cause = new ProtocolException(reason);
        return request is null ? cause : new ProtocolException(reason, $"{Describe(request)}: {Body}: {cause.Message}", cause);
    }

    private static string Text(Exception failure, Request request, string phase, ConnKey key)
    {
        var address = key.Proxy is not { } proxy ? key.Address
            : key.IsForwarded ? $"the proxy {proxy.Host}"
            : $"{key.Address} via the proxy {proxy.Host}";
        var link = phase == Dial ? "" : " from";
        // A failed dial already names the address that it tried. The address is not repeated if it is also the URL's.
        var cause = failure.Message.AsSpan();
        var own = phase == Dial ? address + ": " : "";
        if (cause.StartsWith(own, StringComparison.Ordinal)) cause = cause[own.Length..];
        return $"{Describe(request)}: {phase}{link} {PeerText.Escape(address, UrlLengthMax)}: {cause}";
    }
}
