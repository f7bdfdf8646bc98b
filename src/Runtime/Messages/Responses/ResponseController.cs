namespace RouteGen;

/// <summary>
/// Control of the connection of a handler, beyond its response. Operations that a writer does not offer are looked for in the writers that
/// it wraps (<see cref="ResponseWriter.Unwrap"/>). Go's name: <c>http.ResponseController</c>.
/// </summary>
/// <remarks>
/// Valid while the handler runs, like the writer: after the handler has completed its members throw <see cref="ObjectDisposedException"/>.
/// </remarks>
public readonly struct ResponseController
{
    private readonly ResponseWriter _writer;

    /// <summary>A controller for the response that a writer takes. Go's name: <c>NewResponseController</c>.</summary>
    /// <param name="w">The handler's writer, wrapped or not.</param>
    public ResponseController(ResponseWriter w) => _writer = w ?? throw new ArgumentNullException(nameof(w));

    /// <summary>Sends head and body so far, now; as <see cref="ResponseWriter.Flush"/>.</summary>
    public void Flush() => _writer.Flush();

    /// <summary>Asynchronous form of <see cref="Flush"/>.</summary>
    /// <param name="cancellationToken">Ends the wait. The response is then incomplete and the connection closes.</param>
    public ValueTask FlushAsync(CancellationToken cancellationToken = default) => _writer.FlushAsync(cancellationToken);

    /// <summary>
    /// Takes the connection away from the server: from now on it is the caller's, to read from, write to and dispose. What was sent by the
    /// peer and not yet consumed comes first. A status that was committed is sent before; a body that was not flushed is not.
    /// </summary>
    /// <remarks>
    /// Writing through the writer fails afterwards. Every time limit of the server is lifted. The server forgets the connection:
    /// <c>ShutdownAsync</c> does not wait for it, and <c>Close</c> does not cut it. The request's context lives until the handler
    /// completes.
    /// </remarks>
    /// <exception cref="NotSupportedException">No writer offers it, as under HTTP/2 or a time limit's buffer.</exception>
    /// <exception cref="InvalidOperationException">It was taken over already, or a read or write of it still goes on.</exception>
    /// <exception cref="TransportException">The peer is gone.</exception>
    public HijackedConn Hijack() => Find<IHijacker>("be taken over").Hijack();

    /// <summary>
    /// Sets the instant by which the body of the request must have been read, in place of <c>Server.ReadTimeout</c> and of the least rate.
    /// A read that is not done by then fails with <see cref="TransportError.TimedOut"/>, and the connection is given up.
    /// </summary>
    /// <remarks>It holds for this request only. Any thread, also while a read waits. Observed at steps of 100 ms.</remarks>
    /// <param name="deadline">The instant; null: no limit at all, which a handler should say only of a peer that it knows.</param>
    /// <exception cref="NotSupportedException">No writer offers it.</exception>
    public void SetReadDeadline(DateTimeOffset? deadline) =>
        Find<IDeadlineControl>("have a time limit of its own").SetReadDeadline(deadline);

    /// <summary>
    /// Sets the instant by which the response must have been sent, in place of <c>Server.WriteTimeout</c> and of the least rate. A write
    /// or a flush after it fails with <see cref="TransportError.TimedOut"/>, and the connection is given up.
    /// </summary>
    /// <remarks>It holds for this request only. Any thread, also while a write waits. Observed at steps of 100 ms.</remarks>
    /// <param name="deadline">The instant; null: no limit at all, which a handler should say only of a peer that it knows.</param>
    /// <exception cref="NotSupportedException">No writer offers it.</exception>
    public void SetWriteDeadline(DateTimeOffset? deadline) =>
        Find<IDeadlineControl>("have a time limit of its own").SetWriteDeadline(deadline);

    /// <summary>
    /// Lets the handler read the body of the request while it answers. Without it, a small rest of the body is read and thrown away before
    /// the head of the response leaves, and reading fails afterwards: most clients of HTTP/1.1 read nothing before they have sent
    /// everything.
    /// </summary>
    /// <exception cref="NotSupportedException">No writer offers it.</exception>
    public void EnableFullDuplex() => Find<IFullDuplex>("be read and written at the same time").EnableFullDuplex();

    private T Find<T>(string what)
        where T : class
    {
        var writer = _writer;
        for (var count = 0; writer is not null && count < Fault.WritersMax; count++)
        {
            if (writer is T found) return found;
            writer = writer.Unwrap();
        }

        throw new NotSupportedException($"This response's connection cannot {what}: no writer supports it.");
    }
}
