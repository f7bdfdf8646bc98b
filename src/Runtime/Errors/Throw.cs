using System.Diagnostics.CodeAnalysis;

namespace RouteGen;

/// <summary>Methods that throw, so that the code of hot methods remains small.</summary>
internal static class Throw
{
    [DoesNotReturn]
    internal static void Protocol(RejectReason reason) => throw new ProtocolException(reason);

    /// <summary>Throws because the body of a request is malformed or incomplete.</summary>
    [DoesNotReturn]
    internal static void BadBody(RejectReason reason)
    {
        var cause = new ProtocolException(reason);
        throw new BadRequestException(400, cause.Message, cause);
    }

    [DoesNotReturn]
    internal static void Transport(TransportError error, string message) => throw new TransportException(error, message);

    /// <summary>
    /// Throws because a wait in this direction of the connection is still in progress. A failure that is detected later would crash the
    /// process.
    /// </summary>
    [DoesNotReturn]
    internal static void WaitGoesOn() =>
        throw new InvalidOperationException(
            "A read or write in this direction of the connection is still in progress. Await it before the next one.");
}
