namespace RouteGen;

/// <summary>A body that reads a stream of the program.</summary>
internal sealed class StreamBody : Body
{
    private readonly Stream _stream;

    internal StreamBody(Stream stream, long length)
    {
        _stream = stream;
        ContentLength = length;
        TakeOriginOf(stream);
    }

    public override long ContentLength { get; }

    public override int Read(Span<byte> buffer) => _stream.Read(buffer);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _stream.ReadAsync(buffer, cancellationToken);

    internal override void Forward()
    {
        if (_stream is Body body) body.Forward();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _stream.Dispose();
        base.Dispose(disposing);
    }

    // Does not call the base method, which would call Dispose and thereby dispose the inner stream again.
    public override ValueTask DisposeAsync() => _stream.DisposeAsync();
}
