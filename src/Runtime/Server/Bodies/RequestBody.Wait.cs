using System.Diagnostics.CodeAnalysis;
using RouteGen.IO;

namespace RouteGen.Serving;

// Waits for the peer, and interrupts waits.
internal sealed partial class RequestBody
{
    /// <summary>Waits until the read in progress, if any, has completed. Called after <see cref="CloseForReading"/>.</summary>
    internal Task WaitForReaderAsync()
    {
        // The field is assigned before AwaitReader, because the read may complete during that call.
        var ended = _readEnded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _word.AwaitReader() ? ended.Task : Task.CompletedTask;
    }

    /// <summary>Interrupts the read in progress because the handler has completed. Called after <see cref="CloseForReading"/>.</summary>
    internal void Interrupt()
    {
        _isInterrupted = true;
        Interlocked.MemoryBarrier();
        // A wait that blocks its thread in the kernel checks for the interruption several times a second.
        if (_holdsThread) _waits.InterruptInput();
        Wake();
    }

    // Runs on another thread, because the reader continues synchronously. If the read has completed by then, a later waiter is woken
    // needlessly, which is harmless.
    private void Wake() => ThreadPool.UnsafeQueueUserWorkItem(static conn => conn.Notify(Ready.Read), _conn!.Transport, preferLocal: false);

    private void WaitUninterrupted()
    {
        _holdsThread = true;
        Interlocked.MemoryBarrier();
        if (_isInterrupted) GiveUp();
        WaitAsync(holdsThread: true).GetAwaiter().GetResult();
        if (_isInterrupted) GiveUp();
    }

    [DoesNotReturn]
    private void GiveUp()
    {
        var failure = new TransportException(
            TransportError.Aborted, "A read of the body was interrupted, and the rest of the body was abandoned.");
        _failure = failure;
        throw failure;
    }

    // Blocks the thread if holdsThread is true; the task is then complete.
    private async ValueTask WaitAsync(bool holdsThread)
    {
        // The peer may send the rest only after it has read the previous responses.
        if (holdsThread) _conn!.SendFinished();
        var transport = _conn!.Transport;
        _waits.BeginInput(transport);
        try
        {
            if (holdsThread) transport.WaitReadable();
            else await transport.WaitReadableAsync().ConfigureAwait(false);
        }
        catch (TransportException failure)
        {
            Fail(failure);
            throw;
        }

        _waits.EndInput(transport);
    }
}
