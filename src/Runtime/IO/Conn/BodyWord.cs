// The body word: who holds the input of a request's body. The third word, beside the connection word and the reactor word.
//
// The buffer, the decoder and the read wait of a connection belong to one *holder* at a time: a reader (the handler, or code that it
// passed the body to) or a drain (the response's head is about to be sent, or the handler has completed). A holder enters by one successful
// compare-and-swap and leaves by one atomic clear; nothing else touches the input. So:
//
// - There are never two readers: the second one finds Reading set, and is refused before it has touched anything.
// - There are never a reader and a drain. A drain that finds Reading set fails: the body stays with its reader, and the connection closes
//   after
//   the response. A drain that enters closes the body with the same swap, so a reader that comes during the drain or after it is refused.
//   Nothing is read after a drain, so dropped bytes never leave a gap in the middle of the data.
// - Closed is never cleared while the request lasts. It may be set during a read; that read ends as usual, and the next one is refused.
//
// Forwarded means that the client of this process is sending the body elsewhere: its task reads while the handler writes. Then the head of
// the response is sent without a drain and without closing the body (TryCloseForHead returns false), as after EnableFullDuplex.
//
// Awaited: the handler has completed during a read, and the connection waits for that read to end. The clear that ends the read returns the
// bit, so exactly one of the two sees the other.
namespace RouteGen.IO;

internal struct BodyWord
{
    private const int Reading = 1;
    private const int Draining = 2;
    private const int Closed = 4;
    private const int Forwarded = 8;
    private const int Awaited = 16;

    private int _bits;

    /// <summary>True while a read is in progress.</summary>
    internal readonly bool IsReading => (Volatile.Read(in _bits) & Reading) != 0;

    /// <summary>True if no further read may begin.</summary>
    internal readonly bool IsClosed => (Volatile.Read(in _bits) & Closed) != 0;

    /// <summary>True if the response's head leaves the body open, because the body is being sent elsewhere.</summary>
    internal readonly bool IsForwarded => (Volatile.Read(in _bits) & Forwarded) != 0;

    /// <summary>Begins a request: the body is open if there is one, and closed for good if there is none.</summary>
    internal void Reset(bool hasBody) => Volatile.Write(ref _bits, hasBody ? 0 : Closed);

    /// <summary>Takes the input for one read. Any thread.</summary>
    /// <returns>False if the body is closed (<see cref="IsClosed"/>) or another read is in progress.</returns>
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
    /// <returns>True if the connection waits for this: the caller must notify it.</returns>
    internal bool EndRead() => (Interlocked.And(ref _bits, ~Reading) & Awaited) != 0;

    /// <summary>Closes the body, and takes the input in order to drop the rest.</summary>
    /// <returns>False if a read or another drain is in progress; the body is closed even so.</returns>
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

    /// <summary>Closes the body: no read may begin from now on. Any thread.</summary>
    /// <returns>True if no read is in progress.</returns>
    internal bool Close() => (Interlocked.Or(ref _bits, Closed) & Reading) == 0;

    /// <summary>Closes the body, unless a read or drain holds the input: then nothing changes.</summary>
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

    /// <summary>Closes the body because the response's head is about to be sent. A body that is being forwarded stays open.</summary>
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

    /// <summary>Requests notification of the end of the current read. Called once, after <see cref="Close"/>.</summary>
    /// <returns>False if no read is in progress.</returns>
    internal bool AwaitReader() => (Interlocked.Or(ref _bits, Awaited) & Reading) != 0;
}
