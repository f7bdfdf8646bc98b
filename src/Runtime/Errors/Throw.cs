using System.Diagnostics.CodeAnalysis;

namespace RouteGen;

/// <summary>Cold throws, so that hot methods stay small.</summary>
internal static class Throw
{
    [DoesNotReturn]
    internal static void Protocol(RejectReason reason) => throw new ProtocolException(reason);

    /// <summary>The body of a request is no body, or not a whole one.</summary>
    [DoesNotReturn]
    internal static void BadBody(RejectReason reason)
    {
        var cause = new ProtocolException(reason);
        throw new BadRequestException(400, cause.Message, cause);
    }

    [DoesNotReturn]
    internal static void Transport(TransportError error, string message) => throw new TransportException(error, message);

    /// <summary>A second wait in one direction of a connection. It is refused where it would begin: a source of waits that fails later ends the process.</summary>
    [DoesNotReturn]
    internal static void WaitGoesOn() =>
        throw new InvalidOperationException("A read or a write of this connection is still going on in the same direction. Await it before the next one.");
}
