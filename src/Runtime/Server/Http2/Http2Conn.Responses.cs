using System.Buffers.Text;
using RouteGen.Primitives;
using RouteGen.Protocol;

namespace RouteGen.Serving;

// Heads and trailers of responses.
internal sealed partial class Http2Conn
{
    private const int DateIndex = 33;
    private const int LengthIndex = 28;
    private const int TypeIndex = 31;
    private const int StatusIndex = 8;

    private readonly HpackEncoder _encoder = new();

    // The block and one value that are being encoded.
    private OutputBuffer _encoded;
    private OutputBuffer _value;

    /// <summary>Queues a head.</summary>
    internal void QueueHead(Http2Stream stream, in FramedHead head, bool endsStream)
    {
        _encoded.Advance(_encoder.Begin(_encoded.GetSpan(HpackEncoder.BytesMax(0, 0))));
        WriteStatus(head.Status);
        foreach (ref readonly var field in head.Fields)
        {
            // RFC 9110 section 15.4.5: a 304 should not have metadata that describes a body.
            if (head.Status == 304 && field.Name == "Content-Type") continue;
            WriteField(field.Name, field);
        }

        if (head.AddsDate) WriteDate();
        if (head.Length >= 0) WriteLength(head.Length);
        if (!head.ContentType.IsEmpty) WriteIndexed("content-type"u8, TypeIndex, head.ContentType);
        WriteBlock(stream.Id, endsStream);
    }

    /// <summary>Queues the trailers, which end the stream.</summary>
    internal void QueueTrailers(Http2Stream stream, ServerResponseWriter writer)
    {
        _encoded.Advance(_encoder.Begin(_encoded.GetSpan(HpackEncoder.BytesMax(0, 0))));
        for (var at = 0; writer.TryNextTrailer(ref at, out var name, out var field);) WriteField(name, field);
        WriteBlock(stream.Id, endsStream: true);
        stream.HasEnded = true;
    }

    private void WriteStatus(int status)
    {
        var index = status switch { 200 => 8, 204 => 9, 206 => 10, 304 => 11, 400 => 12, 404 => 13, 500 => 14, _ => 0 };
        if (index != 0)
        {
            _encoded.Advance(HpackEncoder.WriteStatic(_encoded.GetSpan(1), index));
            return;
        }

        Span<byte> digits = stackalloc byte[3];
        Utf8Formatter.TryFormat(status, digits, out _);
        WriteIndexed(":status"u8, StatusIndex, digits);
    }

    private void WriteDate()
    {
        var line = HttpDate.DateLine(_conn.TurnInstant);
        WriteIndexed("date"u8, DateIndex, line.Slice("Date: ".Length, HttpDate.Length));
    }

    private void WriteLength(long length)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(length, digits, out var count);
        WriteLiteral("content-length"u8, LengthIndex, digits[..count], isSecret: false);
    }

    private void WriteField(string name, in Header.Field field)
    {
        var encoding = FieldEncodings.Of(name);
        if (encoding.IsOmitted) return;
        _value.Clear();
        FieldWriter.AppendClean(ref _value, field.Value.AsSpan().Trim(" \t\r\n"), field.IsLatin1);
        if (encoding.IsIndexed) WriteIndexed(encoding.Name, encoding.StaticIndex, _value.Pending);
        else WriteLiteral(encoding.Name, encoding.StaticIndex, _value.Pending, encoding.IsSecret);
    }

    private void WriteIndexed(ReadOnlySpan<byte> name, int staticIndex, ReadOnlySpan<byte> value) => _encoded.Advance(
        _encoder.WriteIndexed(_encoded.GetSpan(HpackEncoder.BytesMax(name.Length, value.Length)), name, staticIndex, value));

    private void WriteLiteral(ReadOnlySpan<byte> name, int staticIndex, ReadOnlySpan<byte> value, bool isSecret) => _encoded.Advance(
        HpackEncoder.WriteLiteral(_encoded.GetSpan(HpackEncoder.BytesMax(name.Length, value.Length)), name, staticIndex, value, isSecret));

    // RFC 9113 section 6.10: a block that exceeds a frame continues in others.
    private void WriteBlock(int id, bool endsStream)
    {
        var block = _encoded.Pending;
        var type = Http2Frame.Headers;
        var flags = endsStream ? Http2Flags.EndStream : 0;
        while (block.Length > _peerFrameBytesMax)
        {
            WriteFrame(type, flags, id, block[.._peerFrameBytesMax]);
            block = block[_peerFrameBytesMax..];
            type = Http2Frame.Continuation;
            flags = 0;
        }

        WriteFrame(type, flags | Http2Flags.EndHeaders, id, block);
        _encoded.Clear();
    }
}
