namespace RouteGen;

/// <summary>
/// Hooks that are called at the steps of a request through a <see cref="Transport"/>. Go's name: <c>httptrace.ClientTrace</c>.
/// </summary>
/// <remarks>
/// Every hook is optional. Hooks are called in the order of the steps, on threads of the pool or the caller's thread, and may block.
/// Several may be called at once, because a dial runs in parallel with its request and may outlast it. An exception of a hook fails the
/// step. One trace may serve many requests.
/// </remarks>
public sealed partial class ClientTrace
{
    /// <summary>
    /// Called before a connection is requested, with <c>HOST:PORT</c> of the target or the forwarding proxy. Called again for each retry.
    /// </summary>
    public Action<string>? GetConn { get; init; }

    /// <summary>Called when a connection is obtained.</summary>
    public Action<GotConnInfo>? GotConn { get; init; }

    /// <summary>Called with null when the connection is returned to the pool, or with the reason why it is not.</summary>
    public Action<Exception?>? PutIdleConn { get; init; }

    /// <summary>Called when the first byte of a response, final or informational, is received.</summary>
    public Action? GotFirstResponseByte { get; init; }

    /// <summary>Called when the server sends <c>100 Continue</c>.</summary>
    public Action? Got100Continue { get; init; }

    /// <summary>
    /// Called with the status code and the fields of each informational response except <c>101</c>. An exception ends the request. While
    /// this hook is set, up to 1,000 such responses are accepted instead of 5.
    /// </summary>
    public Action<int, Header>? Got1xxResponse { get; init; }

    /// <summary>Called with the host before it is looked up.</summary>
    public Action<string>? DnsStart { get; init; }

    /// <summary>Called with the addresses, or with an error, when the look-up ends.</summary>
    public Action<IReadOnlyList<System.Net.IPAddress>, Exception?>? DnsDone { get; init; }

    /// <summary>Called with network and address before an attempt to connect. A dial may have several attempts in progress.</summary>
    public Action<string, string>? ConnectStart { get; init; }

    /// <summary>Called with network, address, and null or an error after an attempt to connect.</summary>
    public Action<string, string, Exception?>? ConnectDone { get; init; }

    /// <summary>Called before a TLS handshake.</summary>
    public Action? TlsHandshakeStart { get; init; }

    /// <summary>Called with null or an error when a TLS handshake ends.</summary>
    public Action<Exception?>? TlsHandshakeDone { get; init; }

    /// <summary>Called when the head of the request is passed to the connection.</summary>
    public Action? WroteHeaders { get; init; }

    /// <summary>Called when the head is sent and the body waits for the server's <c>100 Continue</c>.</summary>
    public Action? Wait100Continue { get; init; }

    /// <summary>Called with null when the request is written, or with an error.</summary>
    public Action<Exception?>? WroteRequest { get; init; }

    /// <summary>
    /// Returns a trace that calls each hook of the first trace and then the second's. Go's <c>WithClientTrace</c> does the same.
    /// </summary>
    /// <param name="first">The first trace.</param>
    /// <param name="second">The second trace.</param>
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
    /// Traces the requests of a context. If the context already has a trace, the earlier one is called after this one. Go's name:
    /// <c>httptrace.WithClientTrace</c>.
    /// </summary>
    /// <param name="context">The context of a request: <see cref="Request.Context"/>.</param>
    public void AddTo(RequestContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Set(context.Get<ClientTrace>() is { } earlier ? Compose(this, earlier) : this);
    }

    internal void TellGotConn(bool isReused, long? idleMs) =>
        GotConn?.Invoke(new GotConnInfo(isReused, idleMs is not null, TimeSpan.FromMilliseconds(Math.Max(0, idleMs ?? 0))));
}
