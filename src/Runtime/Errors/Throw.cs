using System.Diagnostics.CodeAnalysis;

namespace RouteGen;

/// <summary>Cold throws, so that hot methods stay small.</summary>
internal static class Throw
{
    [DoesNotReturn]
    internal static void Protocol(RejectReason reason) => throw new ProtocolException(reason);

    [DoesNotReturn]
    internal static void Transport(TransportError error, string message) => throw new TransportException(error, message);
}
