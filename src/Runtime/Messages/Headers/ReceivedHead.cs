using System.Globalization;
using RouteGen.Protocol;

namespace RouteGen;

/// <summary>
/// A received response head and the values parsed from it. A server often sends identical heads; its responses then share one object, and
/// nothing is parsed or copied again.
/// </summary>
internal sealed class ReceivedHead
{
    private FieldBlock? _block;

    internal ReceivedHead(ReadOnlySpan<byte> bytes, ResponseHead head)
    {
        Bytes = bytes.ToArray();
        StatusCode = head.StatusCode;
        Status = MakeStatus(bytes.Slice(head.ReasonStart, head.ReasonLength), out var isLatin1);
        IsStatusLatin1 = isLatin1;
        Proto = head is { MajorVersion: 1, MinorVersion: 1 } ? "HTTP/1.1" : head is { MajorVersion: 1, MinorVersion: 0 }
            ? "HTTP/1.0"
            : string.Create(CultureInfo.InvariantCulture, $"HTTP/{head.MajorVersion}.{head.MinorVersion}");
        IsChunked = head.IsChunked;
        Coding = ContentCodings.Of(head, bytes);
    }

    internal byte[] Bytes { get; }

    internal int StatusCode { get; }

    internal string Status { get; }

    /// <summary>True if the reason phrase is not UTF-8 (<see cref="FieldText"/>).</summary>
    internal bool IsStatusLatin1 { get; }

    internal string Proto { get; }

    internal bool IsChunked { get; }

    /// <summary>Compression of the body, according to the fields.</summary>
    internal ContentCoding Coding { get; }

    /// <summary>
    /// The field lines. Parsed when the program first reads the header. Few programs do, so the block of the connection's parser is not
    /// copied.
    /// </summary>
    internal FieldBlock Block
    {
        get
        {
            if (_block is { } known) return known;
            var head = new ResponseHead();
            head.Reset();
            head.Parse(Bytes, int.MaxValue, int.MaxValue);
            _block = head;
            return head;
        }
    }

    private string MakeStatus(ReadOnlySpan<byte> reason, out bool isLatin1)
    {
        isLatin1 = false;
        if (StatusCode == 200 && reason.SequenceEqual("OK"u8)) return "200 OK";
        var code = StatusCode.ToString("D3", CultureInfo.InvariantCulture);
        return reason.IsEmpty ? code : code + " " + FieldText.Decode(reason, out isLatin1);
    }
}
