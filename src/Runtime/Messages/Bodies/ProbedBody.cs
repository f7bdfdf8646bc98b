namespace RouteGen;

/// <summary>A body of undeclared length that is read before the head is written, to find out if it is empty.</summary>
internal sealed class ProbedBody : Body
{
    // Time limit of the first read, as in Go. A body that takes longer is assumed not to be empty.
    private const int ProbeMs = 200;
    private const int ProbeBytes = 4096;

    private readonly Body _inner;
    private readonly byte[] _buffer;
    private readonly Task<int> _firstRead;
    private int _start;

    private ProbedBody(Body inner, byte[] buffer, Task<int> firstRead)
    {
        _inner = inner;
        _buffer = buffer;
        _firstRead = firstRead;
    }

    /// <summary>The length that the inner body declares: -1, or zero, which is wrong if <see cref="HasBytes"/> is true.</summary>
    public override long ContentLength => _inner.ContentLength;

    /// <summary>True if the body is known not to be empty.</summary>
    internal bool HasBytes => _firstRead is { IsCompletedSuccessfully: true, Result: > 0 };

    /// <summary>Probes a body. Returns null if the body is empty; the caller must then dispose it.</summary>
    internal static async ValueTask<Body?> ProbeAsync(Body body, CancellationToken cancellationToken)
    {
        var buffer = new byte[ProbeBytes];
        var firstRead = body.ReadAsync(buffer, cancellationToken).AsTask();
        if (!firstRead.IsCompleted) await Task.WhenAny(firstRead, Task.Delay(ProbeMs, cancellationToken)).ConfigureAwait(false);
        if (!firstRead.IsCompleted)
        {
            // The request may fail before the read is awaited.
            Abandoned.Observe(firstRead);
            return new ProbedBody(body, buffer, firstRead);
        }

        return await firstRead.ConfigureAwait(false) > 0 ? new ProbedBody(body, buffer, firstRead) : null;
    }

    public override int Read(Span<byte> buffer) =>
        TakeFirst(buffer, _firstRead.GetAwaiter().GetResult()) is > 0 and var count ? count : _inner.Read(buffer);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var first = await _firstRead.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (first == 0) return 0;
        var count = TakeFirst(buffer.Span, first);
        return count > 0 ? count : await _inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
    }

    // Does not call the base method, which would call Dispose and thereby dispose the inner body again.
    public override ValueTask DisposeAsync() => _inner.DisposeAsync();

    internal override void Forward() => _inner.Forward();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _inner.Dispose();
        base.Dispose(disposing);
    }

    private int TakeFirst(Span<byte> buffer, int first)
    {
        var count = Math.Min(buffer.Length, first - _start);
        _buffer.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }
}
