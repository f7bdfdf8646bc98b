namespace RouteGen.Serving;

// Ends the operations that a handler left in progress (Conn/ServedConn.Operations.cs).
internal abstract partial class RequestConn
{
    private bool _mustForget;

    // Waits until no operation is in progress. Writes complete normally, because their bytes are part of the response. A read is
    // interrupted, because the peer may never send.
    private protected async ValueTask EndOperationsAsync(ServedExchange exchange)
    {
        _mustForget = true;
        if (exchange.IsReading)
        {
            // A client that forwards the body may still be reading it when the handler completes, which is not a mistake. If the connection
            // is lost, the handler may have completed before its read could notice.
            if (!exchange.Body.IsForwarded && !_isLost)
            {
                // The read may reach the end of the body before it is interrupted, but the connection is closed in any case.
                exchange.Writer.CloseAfter();
                Log("A handler completed while it was still reading the body of its request; the connection is closed. Await every read.");
            }

            exchange.Body.Interrupt();
        }

        await exchange.Body.WaitForReaderAsync().ConfigureAwait(false);

        await WaitForOperationsAsync().ConfigureAwait(false);
    }
}
