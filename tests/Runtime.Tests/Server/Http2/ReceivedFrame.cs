using RouteGen.Serving;

namespace Runtime.Tests.Serving.Http2;

/// <summary>A frame that a client has received.</summary>
internal sealed record ReceivedFrame(Http2Frame Type, int Flags, int Id, byte[] Payload);
