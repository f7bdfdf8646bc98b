using System.Text;
using System.Threading.Channels;

namespace RouteGen.Tests.Client;

/// <summary>A body of unknown length that gives what the test puts in, when it does.</summary>
internal sealed class GatedBody : Body
{
    private readonly Channel<byte[]> _parts = Channel.CreateUnbounded<byte[]>();

    internal bool IsDisposed { get; private set; }

    internal void Give(string text) => Assert.True(_parts.Writer.TryWrite(Encoding.Latin1.GetBytes(text)));

    internal void End(Exception? error = null) => _parts.Writer.Complete(error);

    public override int Read(Span<byte> buffer) => throw new NotSupportedException();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Assert.False(IsDisposed);
        if (!await _parts.Reader.WaitToReadAsync(cancellationToken)) return 0;
        Assert.True(_parts.Reader.TryRead(out var part));
        part.CopyTo(buffer);
        return part.Length;
    }

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }
}
