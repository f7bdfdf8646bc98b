namespace RouteGen.Serving;

// A handler's reads and writes in progress. A handler that does not await one may complete before it ends, and until then nothing that it
// uses may be reused. So writes that may wait are counted, the one read is in the body's word, and a response is finished when there is
// neither.
internal sealed partial class ServerConn
{
    // Added to the count by the one who waits for it to fall.
    private const int Awaited = 1 << 30;

    private int _operations;
    private TaskCompletionSource? _operationsEnded;

    private bool HasOperations => Volatile.Read(ref _operations) != 0;

    internal void BeginOperation() => Interlocked.Increment(ref _operations);

    internal void EndOperation()
    {
        if (Interlocked.Decrement(ref _operations) == Awaited) _operationsEnded!.SetResult();
    }

    // A write is let through: its bytes are part of the response. A read has no reader left, and may wait for a peer that sends
    // nothing.
    private async ValueTask EndOperationsAsync(ServedExchange exchange)
    {
        _mustForget = true;
        if (exchange.IsReading)
        {
            // The task of the client ends when its connection has ended; it may only need a moment.
            if (!exchange.Body.IsForwarded)
            {
                // The read may reach the end of the body before it is interrupted. The connection closes all the same.
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
