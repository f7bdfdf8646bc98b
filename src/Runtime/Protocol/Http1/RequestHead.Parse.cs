// Strict parsing of requests. A request that two parsers could read differently is refused, because a proxy and this server must see the
// same request.
using System.Text;

namespace RouteGen.Protocol;

internal sealed partial class RequestHead
{
    // Every number of 18 digits fits a signed 64-bit integer.
    private const int ContentLengthDigitsMax = 18;

    // The longest registered method has 17 bytes.
    private const int MethodBytesMax = 256;

    private int _hostField;
    private bool _hasContentType;
    private bool _hasExpectation;
    private bool _isConnect;
    private bool _hasOtherCoding;

    internal RequestHead()
        : base(strict: true)
    {
    }

    /// <summary>
    /// Counts CR and LF bytes before the next request, up to <paramref name="countMax"/>. After a POST, at most 4 of them are skipped,
    /// because old clients send them after the body (BEHAVIOUR S26).
    /// </summary>
    internal static int CountStrayLineEnds(ReadOnlySpan<byte> input, int countMax)
    {
        var count = 0;
        while (count < input.Length && count < countMax && input[count] is (byte)'\r' or (byte)'\n') count++;
        return count;
    }

    protected override void OnReset()
    {
        MethodLength = 0;
        Form = TargetForm.Origin;
        TargetStart = TargetLength = PathStart = PathLength = QueryStart = QueryLength = HostStart = HostLength = 0;
        HasQuery = IsPathClean = ExpectsContinue = HasUnknownLength = false;
        _hostField = -1;
        _hasContentType = _hasExpectation = _isConnect = _hasOtherCoding = false;
    }

    protected override RejectReason OnStartLine(ReadOnlySpan<byte> line)
    {
        if (line.Length > LineBytesMax) return ExplainLength(line);
        var methodEnd = line.IndexOf((byte)' ');
        var versionStart = line.Length - "HTTP/1.1"u8.Length;
        if (methodEnd < 0 || versionStart <= methodEnd + 1) return RejectReason.MalformedRequestLine;
        if (line[..methodEnd].IndexOfAnyExcept(WireBytes.Token) >= 0 || methodEnd is 0 or > MethodBytesMax)
            return RejectReason.InvalidMethod;
        if (line[versionStart - 1] != ' ') return RejectReason.MalformedRequestLine;
        MethodLength = methodEnd;
        _isConnect = line[..methodEnd].SequenceEqual("CONNECT"u8);
        TargetStart = methodEnd + 1;
        TargetLength = versionStart - 1 - TargetStart;
        if (TargetLength == 0) return RejectReason.MalformedRequestLine;
        var reason = ParseVersion(line[versionStart..]);
        return reason == RejectReason.None ? ParseTarget(line[..methodEnd], line.Slice(TargetStart, TargetLength)) : reason;
    }

    // The input may end in the CR of the line, so one more byte is allowed.
    protected override RejectReason OnUnfinishedStartLine(ReadOnlySpan<byte> line) =>
        line.Length > LineBytesMax + 1 ? ExplainLength(line) : RejectReason.None;

    protected override RejectReason OnField(KnownField known, ref FieldLine field, ReadOnlySpan<byte> value, bool strayBlanks)
    {
        switch (known)
        {
            case KnownField.Host:
                field.IsHidden = true;
                return strayBlanks ? RejectReason.BlankAroundFramingValue : TakeHost(value);
            case KnownField.ContentLength:
                return strayBlanks ? RejectReason.BlankAroundFramingValue : TakeContentLength(value);
            case KnownField.TransferEncoding:
                field.IsHidden = true;
                return strayBlanks ? RejectReason.BlankAroundFramingValue : TakeTransferEncoding(value);
            case KnownField.UnderscoredFraming:
                return RejectReason.UnderscoreInFramingField;
            case KnownField.Expect:
                TakeExpect(value);
                return RejectReason.None;
            case KnownField.ContentType when _hasContentType:
                return RejectReason.DuplicateContentType;
            case KnownField.ContentType:
                _hasContentType = true;
                return RejectReason.None;
            default:
                return RejectReason.None;
        }
    }

    protected override RejectReason OnEnd(ReadOnlySpan<byte> head)
    {
        if (_hasOtherCoding) return RejectReason.UnsupportedTransferEncoding;
        if (_hasExpectation && !ExpectsContinue) return RejectReason.UnknownExpectation;
        // RFC 9110 section 10.1.1: a 100 cannot be sent to an HTTP/1.0 client, so the expectation is ignored.
        if (MinorVersion == 0) ExpectsContinue = false;
        if (_hostField < 0) return MinorVersion > 0 && !_isConnect ? RejectReason.MissingHost : RejectReason.None;
        ref readonly var field = ref Fields[_hostField];
        if (Form == TargetForm.Absolute) return CompareHosts(head, head.Slice(field.ValueStart, field.ValueLength));
        if (Form == TargetForm.Authority) return RejectReason.None;
        HostStart = field.ValueStart;
        HostLength = field.ValueLength;
        return RejectReason.None;
    }

    private RejectReason ParseVersion(ReadOnlySpan<byte> version)
    {
        MinorVersion = 1;
        if (version.SequenceEqual("HTTP/1.1"u8)) return RejectReason.None;
        if (!StartLines.TryParseVersion(version, out var major, out var minor)) return RejectReason.MalformedVersion;
        // RFC 9110 section 2.5: an unknown minor version is served as the highest known one.
        MinorVersion = IsHttp2 ? 1 : Math.Min(minor, 1);
        return major == 1 || (IsHttp2 && major == 2) ? RejectReason.None : RejectReason.UnsupportedVersion;
    }

    private RejectReason TakeHost(ReadOnlySpan<byte> value)
    {
        if (_hostField >= 0) return RejectReason.DuplicateHost;
        _hostField = FieldCount - 1;
        return HostSyntax.TrySplit(value, out _, out _) ? RejectReason.None : RejectReason.MalformedHost;
    }

    private RejectReason TakeContentLength(ReadOnlySpan<byte> value)
    {
        if (ContentLength >= 0) return RejectReason.DuplicateContentLength;
        if (value.Length > 1 && value[0] == '0') return RejectReason.InvalidContentLength;
        var valid = FieldValues.TryParseLength(value, ContentLengthDigitsMax, out ContentLength);
        return valid ? RejectReason.None : RejectReason.InvalidContentLength;
    }

    // RFC 9112 section 6.1. If another coding precedes the final "chunked", the request is valid but cannot be served (501, which is only
    // decided when the whole head is known). Any other value is refused, because two parsers could find different ends of the request
    // (400).
    private RejectReason TakeTransferEncoding(ReadOnlySpan<byte> value)
    {
        if (IsChunked) return RejectReason.MalformedTransferEncoding;
        IsChunked = true;
        if (!Ascii.EqualsIgnoreCase(value, "chunked"u8))
        {
            if (!TransferCodings.EndInChunked(value)) return RejectReason.MalformedTransferEncoding;
            _hasOtherCoding = true;
        }

        return MinorVersion == 0 ? RejectReason.TransferEncodingOnHttp10 : RejectReason.None;
    }

    // The method is too long if no space follows within its limit.
    private static RejectReason ExplainLength(ReadOnlySpan<byte> line) =>
        line[..Math.Min(line.Length, MethodBytesMax + 1)].Contains((byte)' ')
        ? RejectReason.RequestLineTooLong
        : RejectReason.InvalidMethod;

    private void TakeExpect(ReadOnlySpan<byte> value)
    {
        _hasExpectation |= !value.IsEmpty;
        ExpectsContinue |= FieldValues.HasToken(value, "100-continue"u8);
    }

    // RFC 9112 section 3.2.2 gives the target precedence. A proxy that uses the field instead would see another request, so both must
    // agree.
    private RejectReason CompareHosts(ReadOnlySpan<byte> head, ReadOnlySpan<byte> field)
    {
        var defaultPort = head[TargetStart + "http".Length] == ':' ? "80"u8 : "443"u8;
        return HostSyntax.AreSame(head.Slice(HostStart, HostLength), field, defaultPort)
            ? RejectReason.None
            : RejectReason.ContradictingHost;
    }
}
