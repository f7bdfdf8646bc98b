namespace RouteGen;

/// <summary>
/// Operations of a handler on its connection. If a writer does not support an operation, the writer that it wraps is tried
/// (<see cref="ResponseWriter.Unwrap"/>). Go's name: <c>http.ResponseController</c>.
/// </summary>
/// <remarks>
/// Like the writer, valid only until the handler has completed; then its members throw <see cref="ObjectDisposedException"/>.
/// </remarks>
public readonly struct ResponseController
{
    private readonly ResponseWriter _writer;

    /// <summary>Creates a controller for the response of a writer. Go's name: <c>NewResponseController</c>.</summary>
    /// <param name="w">The handler's writer, which may wrap another one.</param>
    public ResponseController(ResponseWriter w) => _writer = w ?? throw new ArgumentNullException(nameof(w));

    /// <summary>Sends the head and the body written so far, like <see cref="ResponseWriter.Flush"/>.</summary>
    public void Flush() => _writer.Flush();

    /// <summary>Sends the head and the body written so far, like <see cref="Flush"/>, without blocking the thread.</summary>
    /// <param name="cancellationToken">Cancels the wait. The response is then incomplete and the connection closes.</param>
    public ValueTask FlushAsync(CancellationToken cancellationToken = default) => _writer.FlushAsync(cancellationToken);

    /// <summary>
    /// Takes over the connection from the server: the caller reads, writes and disposes it. Reads begin with data that the server has
    /// received but not consumed. A committed status is sent first; body data that was not flushed is discarded.
    /// </summary>
    /// <remarks>
    /// Writing through the writer fails afterwards. The server's time limits no longer apply. <c>ShutdownAsync</c> does not wait for the
    /// connection, and <c>Close</c> does not close it. The request's context is cancelled when the handler completes.
    /// </remarks>
    /// <exception cref="NotSupportedException">No writer supports the operation, for example inside <c>Http.TimeoutHandler</c>.</exception>
    /// <exception cref="InvalidOperationException">The connection was already taken over, or a read or write is still in
    /// progress.</exception>
    /// <exception cref="TransportException">The peer is gone.</exception>
    public HijackedConn Hijack() => Find<IHijacker>("be taken over").Hijack();

    /// <summary>
    /// Sets the instant by which the body of the request must have been read, instead of <c>Server.ReadTimeout</c> and the minimum rate.
    /// Reads that are pending at that instant or begin later fail with <see cref="TransportError.TimedOut"/>. The response can still be
    /// sent; the connection then closes.
    /// </summary>
    /// <remarks>
    /// Applies only to this request. May be called by any thread, even while a read is pending. The resolution is 100 ms.
    /// </remarks>
    /// <param name="deadline">The instant. Null means no limit, which is safe only for trusted peers.</param>
    /// <exception cref="NotSupportedException">No writer supports the operation.</exception>
    public void SetReadDeadline(DateTimeOffset? deadline) =>
        Find<IDeadlineControl>("have a time limit of its own").SetReadDeadline(deadline);

    /// <summary>
    /// Sets the instant by which the response must have been sent, instead of <c>Server.WriteTimeout</c> and the minimum rate. Later writes
    /// and flushes fail with <see cref="TransportError.TimedOut"/>, and the connection closes.
    /// </summary>
    /// <remarks>
    /// Applies only to this request. May be called by any thread, even while a write is pending. The resolution is 100 ms.
    /// </remarks>
    /// <param name="deadline">The instant. Null means no limit, which is safe only for trusted peers.</param>
    /// <exception cref="NotSupportedException">No writer supports the operation.</exception>
    public void SetWriteDeadline(DateTimeOffset? deadline) =>
        Find<IDeadlineControl>("have a time limit of its own").SetWriteDeadline(deadline);

    /// <summary>
    /// Allows the handler to read the body of the request after it has begun to write the response. By default, a small unread rest of the
    /// body is discarded before the head of the response is sent, and later reads fail, because most HTTP/1.1 clients send the whole
    /// request before they read.
    /// </summary>
    /// <exception cref="NotSupportedException">No writer supports the operation.</exception>
    public void EnableFullDuplex() => Find<IFullDuplex>("be read and written at the same time").EnableFullDuplex();

    private T Find<T>(string what)
        where T : class
    {
        var writer = _writer;
        for (var count = 0; writer is not null && count < ResponseWriter.NestedMax; count++)
        {
            if (writer is T found) return found;
            writer = writer.Unwrap();
        }

        throw new NotSupportedException($"This response's connection cannot {what}: no writer supports it.");
    }
}
