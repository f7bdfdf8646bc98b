namespace RouteGen.Serving;

/// <summary>Calls the methods of a writer for frames.</summary>
internal sealed class StreamFramer : ResponseFramer
{
    internal static readonly StreamFramer Instance = new();

    internal override bool TryFinish(ServerResponseWriter writer) => writer.TryFinishFramed();

    internal override void Finish(ServerResponseWriter writer) => writer.FinishFramed();

    internal override void WriteHead(ServerResponseWriter writer) => writer.WriteFramedHead(isWhole: false);

    internal override void SendInformational(ServerResponseWriter writer, int statusCode) => writer.SendFramedInformational(statusCode);

    internal override void SendCollected(ServerResponseWriter writer) => writer.SendCollectedFrames();
}
