namespace RouteGen.Serving;

/// <summary>
/// Finishes responses as frames. A writer calls its own methods for frames only through an object of this class, so that trimming removes
/// them from programs without HTTP/2, which create none.
/// </summary>
internal abstract class ResponseFramer
{
    /// <inheritdoc cref="ServerResponseWriter.TryFinish"/>
    internal abstract bool TryFinish(ServerResponseWriter writer);

    /// <summary>Writes the rest of a response to the output of its stream.</summary>
    internal abstract void Finish(ServerResponseWriter writer);

    /// <summary>Writes the head, and the bytes that were held back.</summary>
    internal abstract void WriteHead(ServerResponseWriter writer);

    /// <summary>Sends an informational response.</summary>
    internal abstract void SendInformational(ServerResponseWriter writer, int statusCode);

    /// <summary>Sends the frames that were collected so far.</summary>
    internal abstract void SendCollected(ServerResponseWriter writer);
}
