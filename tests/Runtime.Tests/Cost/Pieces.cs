using RouteGen;

namespace Runtime.Tests.Cost;

/// <summary>A body that arrives in pieces of one size.</summary>
internal sealed class Pieces(byte[] bytes, int pieceBytes) : Body
{
    private int _position;

    public override long ContentLength => -1;

    public override int Read(Span<byte> buffer)
    {
        var count = Math.Min(Math.Min(buffer.Length, pieceBytes), bytes.Length - _position);
        bytes.AsSpan(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));
}
