// Strict parser of multipart content (RFC 2046 section 5.1.1, RFC 7578). Bytes that were not consumed are passed again, followed by more.
// States:
//
//     preamble --delimiter--> boundary line --CRLF--> head --empty line--> data --delimiter--> boundary line --"--"--> end
//
// A delimiter is CRLF, two hyphens and the boundary. Its CRLF may be absent at the very beginning, and after a head, whose empty line
// replaces it. A line that begins like a delimiter but continues differently is refused: RFC 2046 does not allow it in content, and parsers
// disagree on whether it is a boundary. Lines that end in LF alone and folded fields are refused, too.
namespace RouteGen.Protocol;

internal struct MultipartParser
{
    /// <summary>Largest length of one part's head, in bytes.</summary>
    internal const int HeadBytesMax = 64 * 1024;

    /// <summary>Largest number of parts (Go's default for a form).</summary>
    internal const int PartCountMax = 1000;

    /// <summary>Largest number of header fields in all parts together (Go's default for a form).</summary>
    internal const int FieldCountMax = 10_000;

    /// <summary>
    /// Largest number of bytes before the first boundary. Mail has a sentence there for readers without multipart support; a form has
    /// nothing.
    /// </summary>
    internal const int PreambleBytesMax = 64 * 1024;

    private const int PaddingBytesMax = 256;

    private readonly byte[] _delimiter;
    private State _state;
    private bool _isLineStart;
    private int _preambleBytes;
    private int _paddingBytes;
    private int _headBytes;

    // Number of bytes of an incomplete field line that contain no line ending, so that each byte is searched once, however the input is
    // split.
    private int _examined;
    private int _partCount;
    private int _fieldCount;

    /// <summary>Creates a parser for content with this boundary.</summary>
    internal MultipartParser(ReadOnlySpan<byte> boundary)
    {
        _delimiter = [.. "\r\n--"u8, .. boundary];
        _isLineStart = true;
        Problem = "";
    }

    private enum State
    {
        Preamble,
        BoundaryLine,
        Head,
        Data,
        End,
        Rejected,
    }

    /// <summary>Reason why the content is refused, or empty.</summary>
    internal string Problem { get; private set; }

    /// <summary>Reads up to the next event.</summary>
    /// <param name="input">The input that was not consumed, followed by new input.</param>
    /// <param name="consumed">Number of bytes that are consumed.</param>
    /// <param name="length">Length of the field or data, which is at the beginning of the input.</param>
    internal MultipartEvent Read(ReadOnlySpan<byte> input, out int consumed, out int length)
    {
        length = 0;
        return _state switch
        {
            State.Preamble => ReadPreamble(input, out consumed),
            State.BoundaryLine => ReadBoundaryLine(input, out consumed),
            State.Head => ReadHead(input, out consumed, out length),
            State.Data => ReadData(input, out consumed, out length),
            State.End => Finish(MultipartEvent.End, out consumed),
            _ => Finish(MultipartEvent.Rejected, out consumed),
        };
    }

    private MultipartEvent ReadPreamble(ReadOnlySpan<byte> input, out int consumed)
    {
        var found = FindDelimiter(input, out var plain, out var delimiterLength);
        consumed = plain;
        if (plain > 0) _isLineStart = false;
        _preambleBytes += plain;
        if (_preambleBytes > PreambleBytesMax) return Reject("The first boundary is not within the first 64 KiB.");
        if (!found) return MultipartEvent.NeedMore;
        consumed += delimiterLength;
        _state = State.BoundaryLine;
        var next = ReadBoundaryLine(input[consumed..], out var more);
        consumed += more;
        return next;
    }

    private MultipartEvent ReadData(ReadOnlySpan<byte> input, out int consumed, out int length)
    {
        var found = FindDelimiter(input, out length, out var delimiterLength);
        consumed = length;
        if (length > 0)
        {
            _isLineStart = false;
            return MultipartEvent.Data;
        }

        if (!found) return MultipartEvent.NeedMore;
        consumed = delimiterLength;
        _state = State.BoundaryLine;
        return MultipartEvent.PartEnd;
    }

    // Reads the rest of a boundary line: two hyphens, or blanks (padding in RFC 2046) and CRLF.
    private MultipartEvent ReadBoundaryLine(ReadOnlySpan<byte> input, out int consumed)
    {
        consumed = 0;
        if (_paddingBytes == 0 && input.Length >= 1 && input[0] == '-')
        {
            if (input.Length < 2) return MultipartEvent.NeedMore;
            if (input[1] != '-') return Reject("A line begins like a boundary but is not one.");
            _state = State.End;
            return Finish(MultipartEvent.End, out consumed, 2);
        }

        while (consumed < input.Length && WireBytes.IsBlank(input[consumed]))
        {
            consumed++;
            if (++_paddingBytes > PaddingBytesMax) return Reject("A boundary is followed by too many blanks.");
        }

        var rest = input[consumed..];
        if (rest.IsEmpty || (rest.Length == 1 && rest[0] == '\r')) return MultipartEvent.NeedMore;
        if (!rest.StartsWith("\r\n"u8)) return Reject("A line begins like a boundary but is not one.");
        if (++_partCount > PartCountMax) return Reject("There are more than 1,000 parts.");
        consumed += 2;
        _paddingBytes = 0;
        _headBytes = 0;
        _state = State.Head;
        return MultipartEvent.Part;
    }

    private MultipartEvent ReadHead(ReadOnlySpan<byte> input, out int consumed, out int length)
    {
        consumed = 0;
        length = 0;
        var end = input[_examined..].IndexOf("\r\n"u8);
        end = end < 0 ? end : _examined + end;
        if (_headBytes + (end < 0 ? input.Length : end + 2) > HeadBytesMax) return Reject("The head of a part is longer than 64 KiB.");
        // A CR at the end may be the first half of a line ending.
        _examined = end < 0 ? Math.Max(0, input.Length - 1) : 0;
        if (end < 0) return MultipartEvent.NeedMore;
        consumed = end + 2;
        _headBytes += consumed;
        if (end == 0)
        {
            _isLineStart = true;
            _state = State.Data;
            return MultipartEvent.HeadEnd;
        }

        length = end;
        if (++_fieldCount > FieldCountMax) return Reject("The parts have more than 10,000 fields.");
        return FieldLines.Parse(input[..end], 0, strict: true, out _) == RejectReason.None
            ? MultipartEvent.Field
            : Reject("A part has a malformed field.");
    }

    // Counts the leading bytes that cannot be part of a delimiter. Returns true if a delimiter follows them.
    private readonly bool FindDelimiter(ReadOnlySpan<byte> input, out int plain, out int delimiterLength)
    {
        plain = 0;
        if (_isLineStart)
        {
            var withoutLineEnd = _delimiter.AsSpan(2);
            delimiterLength = withoutLineEnd.Length;
            if (input.StartsWith(withoutLineEnd)) return true;
            // The input may still become a delimiter.
            if (withoutLineEnd.StartsWith(input)) return false;
        }

        delimiterLength = _delimiter.Length;
        plain = input.IndexOf(_delimiter);
        if (plain >= 0) return true;
        plain = Math.Max(0, input.Length - _delimiter.Length + 1);
        while (plain < input.Length)
        {
            var lineEnd = input[plain..].IndexOf((byte)'\r');
            if (lineEnd < 0) break;
            plain += lineEnd;
            if (_delimiter.AsSpan().StartsWith(input[plain..])) return false;
            plain++;
        }

        plain = input.Length;
        return false;
    }

    private MultipartEvent Reject(string problem)
    {
        Problem = problem;
        _state = State.Rejected;
        return MultipartEvent.Rejected;
    }

    private static MultipartEvent Finish(MultipartEvent result, out int consumed, int count = 0)
    {
        consumed = count;
        return result;
    }
}
