namespace RouteGen.Serving;

/// <summary>
/// Sends a response as frames of a stream, instead of the text of HTTP/1.1. Called by the writer of the response, one call at a time.
/// </summary>
internal interface IResponseFrames
{
    /// <summary>Sends a whole response without trailers, and ends the stream. Does not wait.</summary>
    /// <returns>False if the peer's windows or the output have no space for it. Nothing was sent then.</returns>
    bool TrySendWhole(in FramedHead head, ReadOnlySpan<byte> body);

    /// <summary>Sends the head of an informational or a final response. The body follows through the output of the stream.</summary>
    void SendHead(in FramedHead head);

    /// <summary>Sends the frames that were collected so far, as far as the socket accepts them.</summary>
    void SendCollected();
}
