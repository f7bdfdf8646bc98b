// The body word: the atomic state of a request's body. It records which operation uses the input.
//
// The buffer, the decoder and the read wait of a connection have one *holder* at a time. The holder is a reader (the handler, or code that
// got the body from it) or a drain (before the response's head is sent, or after the handler has completed). A holder enters by one
// successful compare-and-swap and leaves by one atomic clear. Other code does not touch the input. So:
//
// - There are never two readers. The second one finds Reading set, and is refused before it changes anything.
// - There are never a reader and a drain. A drain that finds Reading set fails: the reader keeps the body, and the connection closes after
//   the response. A drain that enters closes the body in the same swap, so a reader is refused during and after the drain. Nothing is read
//   after a drain, so the dropped bytes never leave a gap in the data.
// - Closed is not cleared before the next request. It may be set during a read. That read ends as usual, and the next one is refused.
//
// Forwarded: the client of this process is sending the body to a backend, so the client's task reads while the handler writes. The head of
// the response is then sent without a drain and without closing the body (TryCloseForHead returns false), as after EnableFullDuplex.
//
// Awaited: the handler has completed during a read, and the connection waits for the end of that read. The atomic clear that ends the read
// also returns this bit, so exactly one of the two notices the other.
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

    /// <summary>True if no more reads may begin.</summary>
    internal readonly bool IsClosed => (Volatile.Read(in _bits) & Closed) != 0;

    /// <summary>True if the body stays open when the response's head is sent, because a client is forwarding it.</summary>
    internal readonly bool IsForwarded => (Volatile.Read(in _bits) & Forwarded) != 0;

    /// <summary>Begins a request. The body is open if the request has one, and otherwise closed.</summary>
    internal void Reset(bool hasBody) => Volatile.Write(ref _bits, hasBody ? 0 : Closed);

    /// <summary>Begins a read. Thread-safe.</summary>
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

    /// <summary>Ends the caller's read.</summary>
    /// <returns>True if the connection waits for this read to end. The caller must then notify it.</returns>
    internal bool EndRead() => (Interlocked.And(ref _bits, ~Reading) & Awaited) != 0;

    /// <summary>Closes the body, and begins a drain if the input is free.</summary>
    /// <returns>False if a read or another drain is in progress. Even then the body is closed.</returns>
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

    /// <summary>Ends the caller's drain. The body stays closed.</summary>
    internal void EndDrain() => Interlocked.And(ref _bits, ~Draining);

    /// <summary>Closes the body, so that no read may begin. Thread-safe.</summary>
    /// <returns>True if no read is in progress.</returns>
    internal bool Close() => (Interlocked.Or(ref _bits, Closed) & Reading) == 0;

    /// <summary>Closes the body unless a read or drain is in progress. Returns false if one is.</summary>
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

    /// <summary>
    /// Closes the body before the response's head is sent. Returns false, with no change, if the body is being forwarded.
    /// </summary>
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

    /// <summary>Marks the body as being forwarded. Has no effect on a closed body.</summary>
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
