using System.Diagnostics.CodeAnalysis;
using RouteGen.IO;

namespace RouteGen.Serving;

// Waits for the peer, and ends such a wait.
internal sealed partial class RequestBody
{
    /// <summary>Waits for the read in progress, if any, to end. Called after <see cref="CloseForReading"/>.</summary>
    internal Task WaitForReaderAsync()
    {
        // Assigned before the word is changed.
        var ended = _readEnded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _word.AwaitReader() ? ended.Task : Task.CompletedTask;
    }

    /// <summary>Ends the read in progress because the handler has completed. Called after <see cref="CloseForReading"/>.</summary>
    internal void Interrupt()
    {
        _isInterrupted = true;
        Interlocked.MemoryBarrier();
        if (_holdsThread) _conn!.Transport.Abort();
        else Wake();
    }

    // On another thread, since the reader continues synchronously. If the read has ended by then, waking a later waiter once more is
    // harmless.
    private void Wake() => ThreadPool.UnsafeQueueUserWorkItem(static conn => conn.Notify(Ready.Read), _conn!.Transport, preferLocal: false);

    private void WaitUninterrupted()
    {
        _holdsThread = true;
        Interlocked.MemoryBarrier();
        if (_isInterrupted) GiveUp();
        Wait();
    }

    [DoesNotReturn]
    private void GiveUp()
    {
        var failure = new TransportException(
            TransportError.Aborted, "A read of the body was interrupted, and the rest of the body was abandoned.");
        _failure = failure;
        throw failure;
    }

    private void Wait()
    {
        // The peer may continue only after it has read the responses before this one.
        _conn!.SendFinished();
        var transport = BeginWait();
        try
        {
            transport.WaitReadable();
        }
        catch (TransportException failure)
        {
            Fail(failure);
            throw;
        }

        EndWait(transport);
    }

    private async ValueTask WaitAsync()
    {
        var transport = BeginWait();
        try
        {
            await transport.WaitReadableAsync().ConfigureAwait(false);
        }
        catch (TransportException failure)
        {
            Fail(failure);
            throw;
        }

        EndWait(transport);
    }

    private Conn BeginWait()
    {
        var transport = _conn!.Transport;
        _waits.BeginInput(transport);
        return transport;
    }

    private void EndWait(Conn transport) => _waits.EndInput(transport);
}
