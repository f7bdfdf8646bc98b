namespace RouteGen;

public sealed partial class Transport
{
    // Replaced as a whole, so that it can be read without a lock. Null if, as usual, no protocol is registered.
    private Dictionary<string, IRoundTripper>? _protocols;

    /// <summary>Registers a round tripper that sends the requests of a URL scheme. Go's name: <c>RegisterProtocol</c>.</summary>
    /// <param name="scheme">The scheme in lower case, such as <c>file</c>. It may also be <c>http</c> or <c>https</c>.</param>
    /// <param name="roundTripper">The round tripper. It declines a request by throwing <see cref="SkipAltProtocolException"/> before it
    /// uses the body.</param>
    /// <exception cref="InvalidOperationException">The scheme is already registered.</exception>
    public void RegisterProtocol(string scheme, IRoundTripper roundTripper)
    {
        ArgumentException.ThrowIfNullOrEmpty(scheme);
        ArgumentNullException.ThrowIfNull(roundTripper);
        lock (_gate)
        {
            var protocols = _protocols is null ? [] : new Dictionary<string, IRoundTripper>(_protocols);
            if (!protocols.TryAdd(scheme, roundTripper))
                throw new InvalidOperationException($"The protocol scheme \"{scheme}\" is already registered.");
            Volatile.Write(ref _protocols, protocols);
        }
    }

    private async ValueTask<Response> RoundTripByOtherAsync(
        IRoundTripper other, Request request, ExchangeLimits limits, CancellationToken call)
    {
        try
        {
            return await LimitedCall.SendAsync(other, request, limits, call).ConfigureAwait(false);
        }
        catch (SkipAltProtocolException)
        {
            return await RoundTripHereAsync(request, limits, call).ConfigureAwait(false);
        }
    }
}
