// The body word: who has the input of a request's body. The third word beside those of the connection and the reactor.
//
// The buffer, the decoder and the read wait of a connection belong to one *holder* at a time: a reader (the handler, or whoever it gave the
// body to) or a drain (the response's head is about to leave, or the handler has completed). A holder comes in by one successful
// compare-and-swap and goes out by one atomic clear; nobody touches the input outside of that. So:
//
// - Two readers are impossible: the second finds Reading, and is refused before it has touched anything.
// - A reader and a drain are impossible. A drain that finds Reading fails: the body stays with its reader, the connection closes behind
//   the response. A drain that comes in closes the body with the same swap, so a reader that comes during the drain or after it is refused.
//   Bytes that a drain dropped are never missing in the middle of what somebody read: nobody reads behind a drain.
// - Closed is never taken back while the request lasts. It may be set while a read goes on; that read ends as usual, and the next is refused.
//
// Forwarded means that the client of this process is sending the body elsewhere: its task reads while the handler writes. Then the head of
// the response leaves without a drain and without closing the body (TryCloseForHead says no), as after EnableFullDuplex.
//
// Awaited: the handler has completed while a read went on, and the connection waits for the end of that read. The clear that ends the read
// returns the bit, so exactly one of the two finds that the other is there.
namespace RouteGen.IO;

internal struct BodyWord
{
    private const int Reading = 1;
    private const int Draining = 2;
    private const int Closed = 4;
    private const int Forwarded = 8;
    private const int Awaited = 16;

    private int _bits;

    /// <summary>Whether a read goes on.</summary>
    internal readonly bool IsReading => (Volatile.Read(in _bits) & Reading) != 0;

    /// <summary>Whether no read may begin any more.</summary>
    internal readonly bool IsClosed => (Volatile.Read(in _bits) & Closed) != 0;

    /// <summary>Whether the head of the response leaves the body open, because it is being sent elsewhere.</summary>
    internal readonly bool IsForwarded => (Volatile.Read(in _bits) & Forwarded) != 0;

    /// <summary>A new request: open if it has a body, and closed for good if it has none.</summary>
    internal void Reset(bool hasBody) => Volatile.Write(ref _bits, hasBody ? 0 : Closed);

    /// <summary>Takes the input for one read. Any thread.</summary>
    /// <returns>False: it is closed (<see cref="IsClosed"/>), or another read goes on.</returns>
    internal bool TryBeginRead()
    {
        var before = Volatile.Read(in _bits);
        while (true)
        {
            if ((before & ~Forwarded) != 0) return false;
            var seen = Interlocked.CompareExchange(ref _bits, before | Reading, before);
            if (seen == before) return true;
            before = seen;
        }
    }

    /// <summary>Ends the read that the caller has begun.</summary>
    /// <returns>Whether somebody awaits that: the caller tells it.</returns>
    internal bool EndRead() => (Interlocked.And(ref _bits, ~Reading) & Awaited) != 0;

    /// <summary>Closes the body, and takes what is left of the input to drop it.</summary>
    /// <returns>False: a read or another drain goes on; the body is closed all the same.</returns>
    internal bool TryBeginDrain()
    {
        var before = Volatile.Read(in _bits);
        while (true)
        {
            var isFree = (before & (Reading | Draining)) == 0;
            var seen = Interlocked.CompareExchange(ref _bits, before | Closed | (isFree ? Draining : 0), before);
            if (seen == before) return isFree;
            before = seen;
        }
    }

    /// <summary>Ends the drain that the caller has begun. The body stays closed.</summary>
    internal void EndDrain() => Interlocked.And(ref _bits, ~Draining);

    /// <summary>No read may begin from now on. Any thread.</summary>
    /// <returns>Whether no read goes on either.</returns>
    internal bool Close() => (Interlocked.Or(ref _bits, Closed) & Reading) == 0;

    /// <summary>As <see cref="Close"/>, unless somebody has the input: then nothing changes.</summary>
    internal bool TryClose()
    {
        var before = Volatile.Read(in _bits);
        while (true)
        {
            if ((before & (Reading | Draining)) != 0) return false;
            var seen = Interlocked.CompareExchange(ref _bits, before | Closed, before);
            if (seen == before) return true;
            before = seen;
        }
    }

    /// <summary>As <see cref="Close"/>, because the head of the response leaves: a body that is being forwarded stays open.</summary>
    internal bool TryCloseForHead()
    {
        var before = Volatile.Read(in _bits);
        while (true)
        {
            if ((before & Forwarded) != 0) return false;
            var seen = Interlocked.CompareExchange(ref _bits, before | Closed, before);
            if (seen == before) return true;
            before = seen;
        }
    }

    /// <summary>Marks the body as being forwarded, if it is open.</summary>
    internal void Forward()
    {
        var before = Volatile.Read(in _bits);
        while ((before & Closed) == 0)
        {
            var seen = Interlocked.CompareExchange(ref _bits, before | Forwarded, before);
            if (seen == before) return;
            before = seen;
        }
    }

    /// <summary>Asks to be told when the read that goes on ends; called once, after <see cref="Close"/>.</summary>
    /// <returns>False: none goes on.</returns>
    internal bool AwaitReader() => (Interlocked.Or(ref _bits, Awaited) & Reading) != 0;
}
