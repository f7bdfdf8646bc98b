using System.Buffers;
using System.Text;

namespace RouteGen.Tests;

/// <summary>A response writer that keeps what was written to it.</summary>
internal sealed class RecordingWriter : ResponseWriter
{
    private readonly ArrayBufferWriter<byte> _body = new();
    private readonly Header _header = new();
    private int _statusCode;

    public override Header Header => _header;

    public override int StatusCode => _statusCode;

    internal string Body => Encoding.UTF8.GetString(_body.WrittenSpan);

    /// <summary>The fields, one a line, as <c>Name: value</c>.</summary>
    internal string Fields => string.Join('\n', _header.Select(pair => $"{pair.Key}: {pair.Value}"));

    public override void WriteHeader(int statusCode)
    {
        Assert.InRange(statusCode, 100, 999);
        if (_statusCode == 0) _statusCode = statusCode;
    }

    public override void Write(ReadOnlySpan<byte> data)
    {
        WriteHeader(200);
        _body.Write(data);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
    {
        Write(data.Span);
        return default;
    }

    public override void Flush() => WriteHeader(200);

    public override ValueTask FlushAsync(CancellationToken cancellationToken = default)
    {
        Flush();
        return default;
    }

    public override void Advance(int count)
    {
        WriteHeader(200);
        _body.Advance(count);
    }

    public override Memory<byte> GetMemory(int sizeHint = 0) => _body.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => _body.GetSpan(sizeHint);
}
