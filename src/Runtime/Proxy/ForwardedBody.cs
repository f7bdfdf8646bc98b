// The body of a received request that is forwarded to a backend. A handler must not complete while a read of the client's body is in
// progress. But the transport stops reading when its own connection has died or the response is complete. A read that the transport
// abandons continues into a block of this class. Before the handler completes, it waits for that read, for a limited time.
using System.Buffers;
using RouteGen.IO;
using RouteGen.Primitives;

namespace RouteGen.Proxying;

internal sealed class ForwardedBody(Request received, ArrayPool<byte> pool, int blockBytes) : Body
{
    private readonly Body _inner = received.Body;
    private readonly Lock _gate = new();
    private readonly UserTokenSource _cut = new();

    // Guarded by _gate: the last read, and a flag that refuses further reads.
    private Task<int>? _reading;
    private bool _isOver;
    private bool _isTaken;
    private byte[]? _block;

    private Request? _sent;
    private HopByHopFields _ended;

    public override long ContentLength => received.ContentLength;

    /// <summary>True if the client did not send the whole body.</summary>
    internal bool HasFailed => _reading is { IsFaulted: true };

    /// <summary>
    /// Sets the request to the backend. That request gets the forwarded trailer fields of the received one.
    /// </summary>
    internal void SendWith(Request sent, HopByHopFields ended)
    {
        _sent = sent;
        _ended = ended;
    }

    public override int Read(Span<byte> buffer)
    {
        var bytes = new byte[buffer.Length];
        var count = ThreadWait.For(ReadAsync(bytes));
        bytes.AsSpan(0, count).CopyTo(buffer);
        return count;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (buffer.IsEmpty) return 0;
        Task<int> reading;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isOver, this);
            _block ??= pool.Rent(blockBytes);
            // The block is used by one read at a time, including an abandoned one.
            if (_isTaken || _reading is { IsCompleted: false })
                throw new InvalidOperationException("A read of this body is still in progress. Await it before the next one.");
            _isTaken = true;
            _reading = reading = ReadInnerAsync(_block.AsMemory(0, Math.Min(_block.Length, buffer.Length)));
        }

        try
        {
            return await TakeAsync(reading, buffer, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate) _isTaken = false;
        }
    }

    private async ValueTask<int> TakeAsync(Task<int> reading, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (!reading.IsCompleted) Abandoned.Observe(reading);
        var count = await reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            // The block may have been returned to its pool.
            ObjectDisposedException.ThrowIf(_isOver, this);
            _block.AsSpan(0, count).CopyTo(buffer.Span);
            if (count == 0) PassTrailers();
        }

        return count;
    }

    /// <summary>Refuses further reads. Called when the handler is about to complete.</summary>
    /// <returns>True if a read is in progress.</returns>
    internal bool End()
    {
        lock (_gate)
        {
            _isOver = true;
            return _reading is { IsCompleted: false };
        }
    }

    /// <summary>
    /// Like <see cref="End"/>, but gives a read in progress this much time, and then aborts the read and the client's connection, which
    /// cannot be used again in the middle of a request.
    /// </summary>
    internal async ValueTask CutAsync(TimeSpan patience)
    {
        if (End())
        {
            _cut.CancelAfter(patience);
            await ((Task)_reading!).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (_block is not null) pool.Return(_block);
        _block = null;
        _cut.Dispose();
    }

    internal override void Forward() => _inner.Forward();

    // The client's connection owns the inner body. The server reads or drops the rest.
    protected override void Dispose(bool disposing)
    {
        lock (_gate) _isOver = true;
        base.Dispose(disposing);
    }

    // The task contains the exception of the client's body even if that is thrown synchronously.
    private async Task<int> ReadInnerAsync(Memory<byte> block) => await _inner.ReadAsync(block, _cut.Token).ConfigureAwait(false);

    // Passes on the trailer fields, which are written after the last chunk.
    private void PassTrailers()
    {
        if (_sent is not { IsChunked: true } sent || received.Trailer is not { } trailer) return;
        var values = trailer.Clone();
        _ended.RemoveFromTrailer(values);
        if (sent.Trailer is { } announced)
        {
            // Changes the header in place, because a copy of the request, which telemetry sends instead, shares the header.
            announced.Clear();
            announced.AddAll(values);
        }
        else
        {
            sent.Trailer = values;
        }
    }
}
