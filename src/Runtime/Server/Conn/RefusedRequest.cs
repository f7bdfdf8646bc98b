using System.Net;

namespace RouteGen;

/// <summary>
/// A request that was malformed or did not arrive in time, as passed to <see cref="Server.OnRefused"/>. Immutable, so it may be kept.
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

    /// <summary>The rule that the request violated.</summary>
    public RejectReason Reason { get; }

    /// <summary>Description of the rule in one sentence, without any text from the peer.</summary>
    public string Description => RejectReasons.Describe(Reason);

    /// <summary>Status of the response, 400 to 599. 408 for a head that did not arrive in time, although no response is sent.</summary>
    public int StatusCode => RejectReasons.ResponseTo(Reason).Status;

    /// <summary>Address of the peer.</summary>
    public EndPoint RemoteEndPoint { get; }

    /// <summary>
    /// The first bytes of the request, at most 128, escaped for a log: quotes, backslashes, and all but visible ASCII become <c>\xHH</c>.
    /// </summary>
    public string FirstBytes { get; }

    /// <summary>Formats the refusal as one line for a log: address, status, rule, description and first bytes.</summary>
    public override string ToString() => $"{RemoteEndPoint} {StatusCode} {Reason}: {Description} \"{FirstBytes}\"";
}
