using System.Net;

namespace RouteGen;

/// <summary>A request that the parser has refused, as <see cref="Server.OnRefused"/> sees it.</summary>
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

    /// <summary>Describes the rule in one sentence, without any text of the peer.</summary>
    public string Description => RejectReasons.Describe(Reason);

    /// <summary>The status that it is answered with.</summary>
    public int StatusCode => RejectReasons.Answer(Reason).Status;

    /// <summary>The peer's address.</summary>
    public EndPoint RemoteEndPoint { get; }

    /// <summary>The first bytes of the request, 128 at most, as visible ASCII: other bytes, quotes and backslashes are written <c>\xHH</c>.</summary>
    public string FirstBytes { get; }
}
