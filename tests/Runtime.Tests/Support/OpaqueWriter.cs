using RouteGen;

namespace Runtime.Tests.Support;

/// <summary>A user's writer around the server's, which does not say what it wraps.</summary>
internal class OpaqueWriter(ResponseWriter inner) : ResponseWriter
{
    public override Header Header => inner.Header;

    public override int StatusCode => inner.StatusCode;

    public override void WriteHeader(int statusCode) => inner.WriteHeader(statusCode);

    public override void Write(ReadOnlySpan<byte> data) => inner.Write(data);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default) =>
        inner.WriteAsync(data, cancellationToken);

    public override void Flush() => inner.Flush();

    public override ValueTask FlushAsync(CancellationToken cancellationToken = default) => inner.FlushAsync(cancellationToken);

    public override void Advance(int count) => inner.Advance(count);

    public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);
}
