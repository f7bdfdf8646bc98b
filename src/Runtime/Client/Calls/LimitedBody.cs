using RouteGen.IO;

namespace RouteGen;

/// <summary>
/// The body of a response from a round tripper other than <see cref="Transport"/>, read within the time limits of the <see cref="Client"/>.
/// </summary>
internal sealed class LimitedBody(Body inner, ExchangeLimits limits) : Body
{
    public override long ContentLength => inner.ContentLength;

    public override int Read(Span<byte> buffer)
    {
        var bytes = new byte[buffer.Length];
        var count = Primitives.ThreadWait.For(ReadAsync(bytes));
        bytes.AsSpan(0, count).CopyTo(buffer);
        return count;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var source = new UserTokenSource(cancellationToken);
        source.CancelAfter(Instants.ForTimer(limits.CoversBody ? limits.Deadline - Environment.TickCount64 : limits.SilenceMs));
        try
        {
            return await inner.ReadAsync(buffer, source.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (source.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TransportException(TransportError.TimedOut, "Client.Timeout exceeded while reading body.", e);
        }
    }

    // Does not call the base method, which would call Dispose and thereby dispose the inner body again.
    public override ValueTask DisposeAsync() => inner.DisposeAsync();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
