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
}
