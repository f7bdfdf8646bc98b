using Microsoft.Win32.SafeHandles;

namespace RouteGen.Handling;

/// <summary>A writer that wraps another one and counts the bytes of the body.</summary>
internal sealed class CountingWriter(ResponseWriter inner) : ResponseWriter
{
    internal long BodyBytes { get; private set; }

    public override Header Header => inner.Header;

    public override int StatusCode => inner.StatusCode;

    public override ResponseWriter? Unwrap() => inner;

    public override void WriteHeader(int statusCode) => inner.WriteHeader(statusCode);

    public override void Write(ReadOnlySpan<byte> data)
    {
        inner.Write(data);
        BodyBytes += data.Length;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
    {
        await inner.WriteAsync(data, cancellationToken).ConfigureAwait(false);
        BodyBytes += data.Length;
    }

    public override async ValueTask SendFileAsync(
        SafeFileHandle file, long offset, long count, CancellationToken cancellationToken = default)
    {
        await inner.SendFileAsync(file, offset, count, cancellationToken).ConfigureAwait(false);
        BodyBytes += count;
    }

    public override void Flush() => inner.Flush();

    public override ValueTask FlushAsync(CancellationToken cancellationToken = default) => inner.FlushAsync(cancellationToken);

    public override void Advance(int count)
    {
        inner.Advance(count);
        BodyBytes += count;
    }

    public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);
}
