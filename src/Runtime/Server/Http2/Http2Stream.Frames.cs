namespace RouteGen.Serving;

// The response as frames.
internal sealed partial class Http2Stream
{
    bool IResponseFrames.TrySendWhole(in FramedHead head, ReadOnlySpan<byte> body)
    {
        lock (Owner.Gate) return Owner.TryQueueWhole(this, head, body);
    }

    void IResponseFrames.SendHead(in FramedHead head)
    {
        lock (Owner.Gate)
        {
            if (!IsReset) Owner.QueueHead(this, head, endsStream: false);
        }
    }

    internal override bool TrySendContinue()
    {
        ((IResponseFrames)this).SendHead(new FramedHead { Status = 100 });
        Owner.Flush();
        return true;
    }

    void IResponseFrames.SendCollected() => Owner.Flush();

    // Queues the rest of the response with the end of the stream. Returns false if it does not fit now.
    private bool TryQueueLast(ReadOnlySpan<byte> rest)
    {
        lock (Owner.Gate) return Owner.TryQueueLast(this, rest);
    }

    private void QueueEnd(ServerResponseWriter writer)
    {
        lock (Owner.Gate)
        {
            if (IsReset) return;
            if (writer.HasTrailers) Owner.QueueTrailers(this, writer);
            else Owner.TryQueueLast(this, default);
        }
    }
}
