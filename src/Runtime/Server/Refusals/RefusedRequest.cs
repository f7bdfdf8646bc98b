using System.Net;

namespace RouteGen;

/// <summary>
/// A request that the parser rejected, or that did not arrive in time, as passed to <see cref="Server.OnRefused"/>. Immutable; it may be
/// kept.
/// </summary>
public sealed class RefusedRequest
{
    private const int FirstBytesMax = 128;

    internal RefusedRequest(RejectReason reason, EndPoint remoteEndPoint, ReadOnlySpan<byte> bytes)
    {
        Reason = reason;
        RemoteEndPoint = remoteEndPoint;
        FirstBytes = PeerText.Escape(bytes, FirstBytesMax);
    }

    /// <summary>The rule that the request broke.</summary>
    public RejectReason Reason { get; }

    /// <summary>Description of the rule in one sentence, without any text from the peer.</summary>
    public string Description => RejectReasons.Describe(Reason);

    /// <summary>Status of the response to it, 400 to 599. 408, if it did not arrive in time, is not sent.</summary>
    public int StatusCode => RejectReasons.ResponseTo(Reason).Status;

    /// <summary>Address of the peer.</summary>
    public EndPoint RemoteEndPoint { get; }

    /// <summary>
    /// First bytes of the request, up to 128, escaped so that they can be logged: bytes other than visible ASCII, quotes and backslashes
    /// become <c>\xHH</c>.
    /// </summary>
    public string FirstBytes { get; }
}
