namespace RouteGen;

public sealed partial class Request
{
    /// <summary>
    /// Result of the connection's TLS handshake. Null if the connection is plain, or the request is not a served one. Go's name:
    /// <c>TLS</c>.
    /// </summary>
    public TlsConnectionState? Tls => _parts is { IsCalled: true } ? null : (TlsConnectionState?)Decode(ReceivedPart.Tls);
}
