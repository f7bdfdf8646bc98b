namespace RouteGen.Serving;

// Counts a handler's operations in progress. A handler may complete without awaiting a read or write, whose state must not be reused before
// it completes. So writes that may wait are counted here, and the body's word records a read. A response is finished when there is neither.
internal sealed partial class ServerConn
{
    // Added to the count while EndOperationsAsync waits for it to become zero.
    private const int Awaited = 1 << 30;

    private int _operations;
    private TaskCompletionSource? _operationsEnded;

    private bool HasOperations => Volatile.Read(ref _operations) != 0;

    internal void BeginOperation() => Interlocked.Increment(ref _operations);

    internal void EndOperation()
    {
        if (Interlocked.Decrement(ref _operations) == Awaited) _operationsEnded!.SetResult();
    }

    // Waits until no operation is in progress. Writes complete normally, because their bytes are part of the response. A read is
    // interrupted, because the peer may never send.
    private async ValueTask EndOperationsAsync(ServedExchange exchange)
    {
        _mustForget = true;
        if (exchange.IsReading)
        {
            // A client that forwards the body may still be reading it when the handler completes, which is not a mistake.
            if (!exchange.Body.IsForwarded)
            {
                // The read may reach the end of the body before it is interrupted, but the connection is closed in any case.
                exchange.Writer.CloseAfter();
                Log("A handler completed while it was still reading the body of its request; the connection is closed. Await every read.");
            }

            exchange.Body.Interrupt();
        }

        await exchange.Body.WaitForReaderAsync().ConfigureAwait(false);

        _operationsEnded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Interlocked.Add(ref _operations, Awaited) != Awaited) await _operationsEnded.Task.ConfigureAwait(false);
        Volatile.Write(ref _operations, 0);
    }
}
