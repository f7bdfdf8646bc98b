namespace RouteGen.Serving;

// Counts a handler's operations in progress. A handler may complete without awaiting a read or write. The state of that operation must not
// be reused until it completes, so writes that may wait are counted here, and the body's word records a read. A response is finished only
// when no such read or write is in progress.
internal abstract partial class ServedConn
{
    // Added to the count while WaitForOperationsAsync waits for it to become zero.
    private const int Awaited = 1 << 30;

    private int _operations;
    private TaskCompletionSource? _operationsEnded;

    private protected bool HasOperations => Volatile.Read(ref _operations) != 0;

    internal void BeginOperation() => Interlocked.Increment(ref _operations);

    internal void EndOperation()
    {
        if (Interlocked.Decrement(ref _operations) == Awaited) _operationsEnded!.SetResult();
    }

    /// <summary>Waits until no counted operation is in progress. A write completes, because its bytes are part of the response.</summary>
    private protected async ValueTask WaitForOperationsAsync()
    {
        _operationsEnded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Interlocked.Add(ref _operations, Awaited) != Awaited) await _operationsEnded.Task.ConfigureAwait(false);
        Volatile.Write(ref _operations, 0);
    }
}
