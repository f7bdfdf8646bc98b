// Lenient parsing of responses, as in Go's client (BEHAVIOUR C11). Unusual names, control bytes in values, and lines that end in LF alone
// are accepted, but a connection with such lines is not reused. Responses that leave the end of a line or of the body in doubt are refused
// (a bare CR, folding, NUL, different lengths, codings other than chunked), and so are major versions other than 1.
using System.Text;

namespace RouteGen.Protocol;

internal sealed partial class ResponseHead
{
    // Enough for every 63-bit number.
    private const int ContentLengthDigitsMax = 19;

    private int _lengthField;

    internal ResponseHead()
        : base(strict: false)
    {
    }

    private bool IsHttp10 => MinorVersion == 0;

    protected override void OnReset()
    {
        StatusCode = MajorVersion = MinorVersion = ReasonStart = ReasonLength = 0;
        _lengthField = -1;
    }

    protected override RejectReason OnStartLine(ReadOnlySpan<byte> line)
    {
        var versionEnd = line.IndexOf((byte)' ');
        if (versionEnd < 0) return RejectReason.MalformedStatusLine;
        if (!StartLines.TryParseVersion(line[..versionEnd], out MajorVersion, out MinorVersion)) return RejectReason.MalformedVersion;
        if (MajorVersion != 1) return RejectReason.UnsupportedVersion;
        var start = versionEnd + 1;
        while (start < line.Length && line[start] == ' ') start++;
        var rest = line[start..];
        if (rest.Length < 3 || (rest.Length > 3 && rest[3] != ' ')) return RejectReason.MalformedStatusLine;
        if (!FieldValues.TryParseLength(rest[..3], digitsMax: 3, out var code) || code < 100) return RejectReason.MalformedStatusLine;
        StatusCode = (int)code;
        ReasonStart = Math.Min(start + 4, line.Length);
        ReasonLength = line.Length - ReasonStart;
        var bad = line[ReasonStart..].IndexOfAny((byte)0, (byte)'\r');
        if (bad < 0) return RejectReason.None;
        return line[ReasonStart + bad] == '\r' ? RejectReason.BareCarriageReturn : RejectReason.MalformedStatusLine;
    }

    protected override RejectReason OnField(KnownField known, ref FieldLine field, ReadOnlySpan<byte> value, bool strayBlanks)
    {
        switch (known)
        {
            case KnownField.ContentLength:
                return TakeContentLength(ref field, value);
            case KnownField.TransferEncoding:
                field.IsHidden = true;
                return TakeTransferEncoding(value);
            default:
                return RejectReason.None;
        }
    }

    protected override RejectReason OnEnd(ReadOnlySpan<byte> head)
    {
        // As in Go, programs learn of the close from Response.Close, because the field concerns only this connection.
        if (HasClose && !IsHttp10) HideFields(KnownField.Connection, head);
        return RejectReason.None;
    }

    // RFC 9112 section 6.3: different lengths leave the end of the message in doubt. Programs see a repeated length only once.
    private RejectReason TakeContentLength(ref FieldLine field, ReadOnlySpan<byte> value)
    {
        if (!FieldValues.TryParseLength(value, ContentLengthDigitsMax, out var length)) return RejectReason.InvalidContentLength;
        if (_lengthField < 0)
        {
            _lengthField = FieldCount - 1;
            ContentLength = length;
            return RejectReason.None;
        }

        field.IsHidden = true;
        return length == ContentLength && value.Length == Fields[_lengthField].ValueLength
            ? RejectReason.None
            : RejectReason.DuplicateContentLength;
    }

    private RejectReason TakeTransferEncoding(ReadOnlySpan<byte> value)
    {
        if (IsChunked || !Ascii.EqualsIgnoreCase(value, "chunked"u8)) return RejectReason.UnsupportedTransferEncoding;
        if (IsHttp10) return RejectReason.TransferEncodingOnHttp10;
        IsChunked = true;
        return RejectReason.None;
    }
}
