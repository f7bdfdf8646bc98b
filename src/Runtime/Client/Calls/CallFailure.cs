// Messages of failed calls: which request it was, where it was sent, and in which phase it failed:
//
//   GET http://example.com/items?q=1: dial example.com:80: 192.0.2.1:80: Connecting failed: connection refused
//   GET http://example.com/items?q=1: waiting for the response from example.com:80: The server closed the connection before it responded.
//
// The phases: dial (name, addresses, proxy, TLS), waiting for the head (writing may still be in progress, and reports its own failures),
// and the body. The original exception becomes the inner one. Cancellations by the caller and failures of the program's own code (hooks,
// bodies to be sent) pass unchanged.
namespace RouteGen;

internal static class CallFailure
{
    internal const string Dial = "dial";
    internal const string Head = "waiting for the response";
    internal const string Body = "reading the response body";

    /// <summary>Description of a served request that was sent on and has ended.</summary>
    internal const string Ended = "a request that has ended";

    /// <summary>Message where <see cref="Client.Timeout"/> ends the wait for the head of a response.</summary>
    internal const string HeadTimeout = "Client.Timeout exceeded while awaiting headers.";

    private const int UrlLengthMax = 512;
    private const int MethodLengthMax = 32;

    /// <summary>
    /// Returns the failure with the request and the phase in its message. A failure that has them already, or is not one of ours, is
    /// returned unchanged.
    /// </summary>
    /// <param name="failure">The failure.</param>
    /// <param name="request">The request. Null if it is no longer known.</param>
    /// <param name="phase">The phase in which it failed.</param>
    /// <param name="key">The address or proxy that the request was sent to.</param>
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
    /// Method and URL, without user name and password. Never throws, though a handler may have sent its own request and ended.
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

    /// <summary>Failure of a user's round tripper that returns null.</summary>
    internal static InvalidOperationException NoResponse() => new("The round tripper returned null instead of a response.");

    /// <summary>Failure to read a response's body, with the request and the phase in its message.</summary>
    internal static TransportException OfBody(TransportError error, Request? request, string message, Exception? inner = null) =>
        new(error, request is null ? message : $"{Describe(request)}: {Body}: {message}", inner) { IsNamed = true };

    /// <summary>Protocol violation in a response's body, with the request and the phase in its message.</summary>
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
        // A failed dial names the address that it tried: it is not repeated if the URL has the same one.
        var cause = failure.Message.AsSpan();
        var own = phase == Dial ? address + ": " : "";
        if (cause.StartsWith(own, StringComparison.Ordinal)) cause = cause[own.Length..];
        return $"{Describe(request)}: {phase}{link} {PeerText.Escape(address, UrlLengthMax)}: {cause}";
    }
}
