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
    /// Before a connection is looked for, with <c>HOST:PORT</c> of the target or the forwarding proxy. Called again for each retry.
    /// </summary>
    public Action<string>? GetConn { get; init; }

    /// <summary>A connection was found.</summary>
    public Action<GotConnInfo>? GotConn { get; init; }

    /// <summary>The connection went back to the pool (null), or could not: then why.</summary>
    public Action<Exception?>? PutIdleConn { get; init; }

    /// <summary>The first byte of the response, or of an informational one, has come.</summary>
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

    /// <summary>An address is being connected to; network and address. Several may be under way for one dial.</summary>
    public Action<string, string>? ConnectStart { get; init; }

    /// <summary>The attempt ended, with null or an error.</summary>
    public Action<string, string, Exception?>? ConnectDone { get; init; }

    /// <summary>A TLS handshake begins.</summary>
    public Action? TlsHandshakeStart { get; init; }

    /// <summary>A TLS handshake ended, with null or an error.</summary>
    public Action<Exception?>? TlsHandshakeDone { get; init; }

    /// <summary>The head of the request was handed to the connection.</summary>
    public Action? WroteHeaders { get; init; }

    /// <summary>The head was sent, and the server's word is waited for before the body.</summary>
    public Action? Wait100Continue { get; init; }

    /// <summary>The request was written, or could not be.</summary>
    public Action<Exception?>? WroteRequest { get; init; }

    /// <summary>
    /// A trace that calls the hooks of two, those of the first first. Go's <c>WithClientTrace</c> does this with an earlier trace.
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
    /// Traces what is sent with a context: composed with a trace that it has already, which is called after this one. Go's name:
    /// <c>httptrace.WithClientTrace</c>.
    /// </summary>
    /// <param name="context">The context of a request: <see cref="Request.Context"/>.</param>
    public void AddTo(RequestContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Set(context.Get<ClientTrace>() is { } earlier ? Compose(this, earlier) : this);
    }

    /// <param name="isReused">True if the connection has served another request.</param>
    /// <param name="idleMs">How long it was idle. Null: it comes from a dial.</param>
    internal void TellGotConn(bool isReused, long? idleMs) =>
        GotConn?.Invoke(new GotConnInfo(isReused, idleMs is not null, TimeSpan.FromMilliseconds(Math.Max(0, idleMs ?? 0))));
}
