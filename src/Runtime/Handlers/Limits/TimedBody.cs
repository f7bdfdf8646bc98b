using System.Buffers;
using RouteGen.IO;

namespace RouteGen.Handling;

/// <summary>
/// A body that can be withdrawn from an abandoned handler: a read in progress can be interrupted, and later reads throw.
/// </summary>
internal sealed class TimedBody(Body inner) : Body
{
    private const int BufferBytesMax = 16 * 1024;

    private readonly Lock _gate = new();
    private readonly UserTokenSource _cut = new();

    // Guarded by _gate.
    private bool _isOver;
    private TaskCompletionSource? _waiting;

    public override long ContentLength => inner.ContentLength;

    /// <summary>Ends the body, so that no read can begin.</summary>
    /// <returns>True if a read is in progress.</returns>
    internal bool End()
    {
        lock (_gate)
        {
            _isOver = true;
            return _waiting is not null;
        }
    }

    /// <summary>
    /// Interrupts the read in progress and waits until it has completed. The connection then closes. Called after <see cref="End"/>.
    /// </summary>
    internal async ValueTask CutAsync()
    {
        Task? waiting;
        lock (_gate) waiting = _waiting?.Task;
        if (waiting is null) return;
        _cut.Cancel();
        await waiting.ConfigureAwait(false);
    }

    // Reads asynchronously, because a read must begin under the lock, but must not hold the lock while it waits.
    public override int Read(Span<byte> buffer)
    {
        var block = LentBlock.Rent(Math.Min(buffer.Length, BufferBytesMax));
        var count = ReadAsync(block.AsMemory(0, Math.Min(buffer.Length, block.Length))).AsTask().GetAwaiter().GetResult();
        block.AsSpan(0, count).CopyTo(buffer);
        ArrayPool<byte>.Shared.Return(block);
        return count;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (_isOver) throw new HandlerTimeoutException();
            var linked = cancellationToken.CanBeCanceled
                ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _cut.Token)
                : null;
            var read = inner.ReadAsync(buffer, linked?.Token ?? _cut.Token);
            if (read.IsCompleted)
            {
                linked?.Dispose();
                return read;
            }

            _waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return WaitAsync(read, _waiting, linked);
        }
    }

    internal override void Forward() => inner.Forward();

    protected override void Dispose(bool disposing)
    {
        lock (_gate)
            if (disposing && !_isOver) inner.Dispose();
        base.Dispose(disposing);
    }

    private async ValueTask<int> WaitAsync(ValueTask<int> read, TaskCompletionSource waiting, CancellationTokenSource? linked)
    {
        try
        {
            return await read.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_cut.IsCancellationRequested)
        {
            throw new HandlerTimeoutException();
        }
        finally
        {
            linked?.Dispose();
            lock (_gate) _waiting = null;
            waiting.SetResult();
        }
    }
}
