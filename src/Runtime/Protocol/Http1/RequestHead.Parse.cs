// The strict side: a request that two parsers on its way could read differently is refused, because what a proxy lets pass and what we
// serve must be the same request.
using System.Text;

namespace RouteGen.Protocol;

internal sealed partial class RequestHead
{
    // 18 digits fit a signed 64-bit number whatever they are.
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
    /// Counts the bytes of CR and LF in front of the next request. After a POST up to <paramref name="countMax"/> of them, 4 in all, are
    /// skipped, because old clients send them after its body (BEHAVIOUR S26).
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
        HasQuery = IsPathClean = ExpectsContinue = false;
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

    // The input may end in a CR.
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
        // RFC 9110 section 10.1.1: HTTP/1.0 cannot be sent a 100, so the expectation is ignored.
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
        // RFC 9110 section 2.5: a minor version we do not know is served as the highest we do.
        MinorVersion = Math.Min(minor, 1);
        return major == 1 ? RejectReason.None : RejectReason.UnsupportedVersion;
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

    // RFC 9112 section 6.1. Another coding in front of the final "chunked" is a request that we understand and cannot serve (501), which is
    // known only when the whole head is; anything else is a request whose end two parsers could see in two places (400).
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

    // Without a blank where a method would have ended, it is the method that is too long.
    private static RejectReason ExplainLength(ReadOnlySpan<byte> line) =>
        line[..Math.Min(line.Length, MethodBytesMax + 1)].Contains((byte)' ')
        ? RejectReason.RequestLineTooLong
        : RejectReason.InvalidMethod;

    private void TakeExpect(ReadOnlySpan<byte> value)
    {
        _hasExpectation |= !value.IsEmpty;
        ExpectsContinue |= FieldValues.HasToken(value, "100-continue"u8);
    }

    // RFC 9112 section 3.2.2 lets the target win. A proxy that lets the field win would then see another request, so they must agree.
    private RejectReason CompareHosts(ReadOnlySpan<byte> head, ReadOnlySpan<byte> field)
    {
        var defaultPort = head[TargetStart + "http".Length] == ':' ? "80"u8 : "443"u8;
        return HostSyntax.AreSame(head.Slice(HostStart, HostLength), field, defaultPort)
            ? RejectReason.None
            : RejectReason.ContradictingHost;
    }
}
