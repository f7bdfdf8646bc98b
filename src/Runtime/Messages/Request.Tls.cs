namespace RouteGen;

public sealed partial class Request
{
    /// <summary>What was agreed on in the TLS handshake of the connection; null: it is plain, or the request is not a served one. Go's name: <c>TLS</c>.</summary>
    public TlsConnectionState? Tls => _parts is { IsCalled: true } ? null : (TlsConnectionState?)Decode(ReceivedPart.Tls);
}
