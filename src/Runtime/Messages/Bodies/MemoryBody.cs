namespace RouteGen;

/// <summary>A body in memory.</summary>
internal sealed class MemoryBody(ReadOnlyMemory<byte> bytes) : Body
{
    private int _position;

    public override long ContentLength => bytes.Length;

    internal override Body Replay() => new MemoryBody(bytes);

    /// <summary>The unread part.</summary>
    internal ReadOnlyMemory<byte> Rest => bytes[_position..];

    public override int Read(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, bytes.Length - _position);
        bytes.Span.Slice(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<int>(cancellationToken) : new(Read(buffer.Span));
}
