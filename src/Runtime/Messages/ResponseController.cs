namespace RouteGen;

/// <summary>
/// Controls the connection of a handler, beyond its response. If a writer does not support an operation, the writers that it wraps are
/// searched for it (<see cref="ResponseWriter.Unwrap"/>). Go's name: <c>http.ResponseController</c>.
/// </summary>
/// <remarks>
/// Valid while the handler runs, like the writer: after the handler has completed its members throw <see cref="ObjectDisposedException"/>.
/// </remarks>
public readonly struct ResponseController
{
    private readonly ResponseWriter _writer;

    /// <summary>Creates a controller for the response of a writer. Go's name: <c>NewResponseController</c>.</summary>
    /// <param name="w">The handler's writer, wrapped or not.</param>
    public ResponseController(ResponseWriter w) => _writer = w ?? throw new ArgumentNullException(nameof(w));

    /// <summary>Sends the head and the body written so far at once, like <see cref="ResponseWriter.Flush"/>.</summary>
    public void Flush() => _writer.Flush();

    /// <summary>Asynchronous form of <see cref="Flush"/>.</summary>
    /// <param name="cancellationToken">Ends the wait. The response is then incomplete and the connection closes.</param>
    public ValueTask FlushAsync(CancellationToken cancellationToken = default) => _writer.FlushAsync(cancellationToken);

    /// <summary>
    /// Takes the connection away from the server: from now on the caller reads from it, writes to it and disposes it. Data that the peer
    /// has sent and that was not consumed comes first. A status that was committed is sent before; a body that was not flushed is not.
    /// </summary>
    /// <remarks>
    /// Writing through the writer fails afterwards. All time limits of the server are removed. The server no longer knows the connection:
    /// <c>ShutdownAsync</c> does not wait for it, and <c>Close</c> does not close it. The request's context lives until the handler
    /// completes.
    /// </remarks>
    /// <exception cref="NotSupportedException">No writer supports it, as with HTTP/2 or a time limit's buffer.</exception>
    /// <exception cref="InvalidOperationException">It was already taken over, or a read or write of it is still in progress.</exception>
    /// <exception cref="TransportException">The peer is gone.</exception>
    public HijackedConn Hijack() => Find<IHijacker>("be taken over").Hijack();

    /// <summary>
    /// Sets the instant by which the body of the request must have been read, in place of <c>Server.ReadTimeout</c> and the minimum rate. A
    /// read that is not complete by then fails with <see cref="TransportError.TimedOut"/>, and the connection is abandoned.
    /// </summary>
    /// <remarks>
    /// It applies only to this request. May be called by any thread, also while a read waits. Observed at steps of 100 ms.
    /// </remarks>
    /// <param name="deadline">The instant. Null means no limit at all, which should be used only for trusted peers.</param>
    /// <exception cref="NotSupportedException">No writer supports it.</exception>
    public void SetReadDeadline(DateTimeOffset? deadline) =>
        Find<IDeadlineControl>("have a time limit of its own").SetReadDeadline(deadline);

    /// <summary>
    /// Sets the instant by which the response must have been sent, in place of <c>Server.WriteTimeout</c> and the minimum rate. A write or
    /// a flush after it fails with <see cref="TransportError.TimedOut"/>, and the connection is abandoned.
    /// </summary>
    /// <remarks>
    /// It applies only to this request. May be called by any thread, also while a write waits. Observed at steps of 100 ms.
    /// </remarks>
    /// <param name="deadline">The instant. Null means no limit at all, which should be used only for trusted peers.</param>
    /// <exception cref="NotSupportedException">No writer supports it.</exception>
    public void SetWriteDeadline(DateTimeOffset? deadline) =>
        Find<IDeadlineControl>("have a time limit of its own").SetWriteDeadline(deadline);

    /// <summary>
    /// Lets the handler read the body of the request while it writes the response. Otherwise a small rest of the body is read and discarded
    /// before the head of the response is sent, and reading fails afterwards: most HTTP/1.1 clients do not read before they have sent
    /// everything.
    /// </summary>
    /// <exception cref="NotSupportedException">No writer supports it.</exception>
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
