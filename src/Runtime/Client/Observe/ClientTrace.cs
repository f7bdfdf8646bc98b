namespace RouteGen;

/// <summary>
/// Hooks that are called at the steps of a request through a <see cref="Transport"/>. Go's name: <c>httptrace.ClientTrace</c>.
/// </summary>
/// <remarks>
/// Every hook is optional. They are called in the order of the steps, on threads of the pool or that of the caller, and may block; several
/// may be called at once, because a dial runs in parallel to its request and may outlast it. An exception of a hook fails the step. One
/// trace may serve many requests.
/// </remarks>
public sealed partial class ClientTrace
{
    /// <summary>
    /// Called before a connection is requested, with <c>HOST:PORT</c> of the target or the forwarding proxy. Called again for each retry.
    /// </summary>
    public Action<string>? GetConn { get; init; }

    /// <summary>A connection was obtained.</summary>
    public Action<GotConnInfo>? GotConn { get; init; }

    /// <summary>The connection was returned to the pool (null), or could not be (the reason).</summary>
    public Action<Exception?>? PutIdleConn { get; init; }

    /// <summary>The first byte of the response, or of an informational one, was received.</summary>
    public Action? GotFirstResponseByte { get; init; }

    /// <summary>The server sent <c>100 Continue</c>.</summary>
    public Action? Got100Continue { get; init; }

    /// <summary>
    /// An informational response was received, with its code and fields; <c>101</c> is not one. While this hook is set, their number is not
    /// limited: throw to end the request.
    /// </summary>
    public Action<int, Header>? Got1xxResponse { get; init; }

    /// <summary>The host is about to be looked up.</summary>
    public Action<string>? DnsStart { get; init; }

    /// <summary>The look-up ended, with its addresses, or with an error.</summary>
    public Action<IReadOnlyList<System.Net.IPAddress>, Exception?>? DnsDone { get; init; }

    /// <summary>An attempt to connect begins, with network and address. One dial may have several in progress.</summary>
    public Action<string, string>? ConnectStart { get; init; }

    /// <summary>An attempt to connect ended, with null or an error.</summary>
    public Action<string, string, Exception?>? ConnectDone { get; init; }

    /// <summary>A TLS handshake begins.</summary>
    public Action? TlsHandshakeStart { get; init; }

    /// <summary>A TLS handshake ended, with null or an error.</summary>
    public Action<Exception?>? TlsHandshakeDone { get; init; }

    /// <summary>The head of the request was handed to the connection.</summary>
    public Action? WroteHeaders { get; init; }

    /// <summary>The head was sent; the body waits for the server's <c>100 Continue</c>.</summary>
    public Action? Wait100Continue { get; init; }

    /// <summary>The request was written, or could not be.</summary>
    public Action<Exception?>? WroteRequest { get; init; }

    /// <summary>
    /// Returns a trace that calls the hooks of two traces, beginning with the first. Go's <c>WithClientTrace</c> does this with an earlier
    /// trace.
    /// </summary>
    /// <param name="first">One trace.</param>
    /// <param name="second">The other.</param>
    public static ClientTrace Compose(ClientTrace first, ClientTrace second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return new ClientTrace
        {
            GetConn = first.GetConn + second.GetConn,
            GotConn = first.GotConn + second.GotConn,
            PutIdleConn = first.PutIdleConn + second.PutIdleConn,
            GotFirstResponseByte = first.GotFirstResponseByte + second.GotFirstResponseByte,
            Got100Continue = first.Got100Continue + second.Got100Continue,
            Got1xxResponse = first.Got1xxResponse + second.Got1xxResponse,
            DnsStart = first.DnsStart + second.DnsStart,
            DnsDone = first.DnsDone + second.DnsDone,
            ConnectStart = first.ConnectStart + second.ConnectStart,
            ConnectDone = first.ConnectDone + second.ConnectDone,
            TlsHandshakeStart = first.TlsHandshakeStart + second.TlsHandshakeStart,
            TlsHandshakeDone = first.TlsHandshakeDone + second.TlsHandshakeDone,
            WroteHeaders = first.WroteHeaders + second.WroteHeaders,
            Wait100Continue = first.Wait100Continue + second.Wait100Continue,
            WroteRequest = first.WroteRequest + second.WroteRequest,
        };
    }

    /// <summary>
    /// Traces the requests of a context. If the context already has a trace, that is called after this one. Go's name:
    /// <c>httptrace.WithClientTrace</c>.
    /// </summary>
    /// <param name="context">The context of a request: <see cref="Request.Context"/>.</param>
    public void AddTo(RequestContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Set(context.Get<ClientTrace>() is { } earlier ? Compose(this, earlier) : this);
    }

    /// <param name="isReused">True if the connection has served another request.</param>
    /// <param name="idleMs">Time that it was idle, or null if it comes from a dial.</param>
    internal void TellGotConn(bool isReused, long? idleMs) =>
        GotConn?.Invoke(new GotConnInfo(isReused, idleMs is not null, TimeSpan.FromMilliseconds(Math.Max(0, idleMs ?? 0))));
}
