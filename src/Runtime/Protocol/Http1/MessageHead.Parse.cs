// The loop over the lines of a head. Decisions at the end of a line are final. OnStartLine reads the start line, OnField handles the fields
// that the parser uses, and OnEnd checks the rules that need the whole head.
//
// State between calls: _lineStart is the start of the incomplete line, and _examined is the end of the bytes known to contain no LF. So
// each byte is searched once, however the input is split.
using System.Text;

namespace RouteGen.Protocol;

internal abstract partial class MessageHead
{
    private readonly bool _strict;
    private int _lineStart;
    private int _examined;
    private int _pragmaField;
    private bool _hasUpgradeToken;
    private bool _hasUpgradeField;

    protected MessageHead(bool strict)
    {
        _strict = strict;
        Reset();
    }

    /// <summary>Number of bytes of the input that were examined.</summary>
    internal int Examined => _examined;

    /// <summary>Prepares for another head.</summary>
    internal void Reset()
    {
        FieldCount = 0;
        ImpliesNoCache = false;
        Length = 0;
        Reason = RejectReason.None;
        ContentLength = -1;
        IsChunked = HasClose = HasKeepAlive = IsUpgrade = HasBareLineFeed = IsHttp2 = false;
        TrailerField = -1;
        _lineStart = _examined = 0;
        _pragmaField = -1;
        _hasUpgradeToken = _hasUpgradeField = false;
        OnReset();
    }

    /// <summary>
    /// Parses a head from the first byte of <paramref name="input"/>. After <see cref="ParseStatus.NeedMore"/>, call this method again with
    /// the same bytes, which may have moved, and more; parsing resumes where it stopped. Call <see cref="Reset"/> before the next head.
    /// </summary>
    internal ParseStatus Parse(ReadOnlySpan<byte> input, int headBytesMax, int fieldCountMax)
    {
        while (true)
        {
            var feed = input[_examined..].IndexOf((byte)'\n');
            if (feed < 0)
            {
                _examined = input.Length;
                return JudgeUnfinished(input, headBytesMax);
            }

            var start = _lineStart;
            var end = _examined + feed - 1;
            if (end + 1 >= headBytesMax) return Reject(RejectReason.HeadTooLong);
            _lineStart = _examined = end + 2;
            if (end < start || input[end] != '\r')
            {
                if (_strict) return Reject(RejectReason.BareLineFeed);
                HasBareLineFeed = true;
                end++;
            }

            var reason = start == 0 ? OnStartLine(input[..end])
                : start == end ? End(input)
                : ParseField(input, start, end, fieldCountMax);
            if (reason != RejectReason.None) return Reject(reason);
            if (start == end) return ParseStatus.Done;
        }
    }

    /// <summary>Rejects the head because the connection ended before it was complete.</summary>
    internal ParseStatus Finish() => Reject(RejectReason.IncompleteHead);

    /// <summary>Resets the members of the derived class.</summary>
    protected abstract void OnReset();

    /// <summary>Reads the request line or the status line, without its CRLF.</summary>
    protected abstract RejectReason OnStartLine(ReadOnlySpan<byte> line);

    /// <summary>Checks an incomplete start line.</summary>
    protected virtual RejectReason OnUnfinishedStartLine(ReadOnlySpan<byte> line) => RejectReason.None;

    /// <summary>
    /// Handles a field that was recognised and added to <see cref="FieldBlock.Fields"/>. Stray blanks are blanks around the value, other
    /// than a single space before it.
    /// </summary>
    protected abstract RejectReason OnField(KnownField known, ref FieldLine field, ReadOnlySpan<byte> value, bool strayBlanks);

    /// <summary>Checks the whole head.</summary>
    protected abstract RejectReason OnEnd(ReadOnlySpan<byte> head);

    private ParseStatus JudgeUnfinished(ReadOnlySpan<byte> input, int headBytesMax)
    {
        if (_lineStart == 0 && OnUnfinishedStartLine(input) is not RejectReason.None and var reason) return Reject(reason);
        return input.Length >= headBytesMax ? Reject(RejectReason.HeadTooLong) : ParseStatus.NeedMore;
    }

    private ParseStatus Reject(RejectReason reason)
    {
        Reason = reason;
        return ParseStatus.Rejected;
    }

    private RejectReason ParseField(ReadOnlySpan<byte> input, int start, int end, int fieldCountMax)
    {
        var reason = FieldLines.Parse(input[start..end], start, _strict, out var line);
        if (reason != RejectReason.None) return ExplainField(input, line, reason);
        var known = KnownFields.Of(input.Slice(line.NameStart, line.NameLength));
        if (!TryAdd(line, fieldCountMax)) return RejectReason.TooManyFields;
        if (known == KnownField.None) return RejectReason.None;
        ref var field = ref Fields[FieldCount - 1];
        var value = input.Slice(field.ValueStart, field.ValueLength);
        return OnSharedField(known, value)
            ? RejectReason.None
            : OnField(known, ref field, value, FieldLines.HasStrayBlanks(input, field, end));
    }

    private static RejectReason ExplainField(ReadOnlySpan<byte> input, in FieldLine line, RejectReason reason) =>
        reason == RejectReason.InvalidFieldValue && KnownFields.Of(input.Slice(line.NameStart, line.NameLength)) == KnownField.Host
            ? RejectReason.MalformedHost
            : reason;

    // Handles fields that have the same meaning in requests and responses, and whose value is never a reason to reject the message. Returns
    // false for any other field.
    private bool OnSharedField(KnownField known, ReadOnlySpan<byte> value)
    {
        switch (known)
        {
            case KnownField.Connection:
                while (FieldValues.TryNext(ref value, out var option)) TakeConnectionOption(option);
                return true;
            case KnownField.Upgrade:
                _hasUpgradeField = true;
                return true;
            case KnownField.Trailer:
                if (TrailerField < 0) TrailerField = FieldCount - 1;
                return true;
            case KnownField.Pragma:
                if (_pragmaField < 0) _pragmaField = FieldCount - 1;
                return true;
            default:
                return false;
        }
    }

    private void TakeConnectionOption(ReadOnlySpan<byte> option)
    {
        if (Ascii.EqualsIgnoreCase(option, "keep-alive"u8)) HasKeepAlive = true;
        else if (Ascii.EqualsIgnoreCase(option, "close"u8)) HasClose = true;
        else if (Ascii.EqualsIgnoreCase(option, "upgrade"u8)) _hasUpgradeToken = true;
    }

    private RejectReason End(ReadOnlySpan<byte> input)
    {
        Length = _lineStart;
        IsUpgrade = _hasUpgradeToken && _hasUpgradeField;
        // RFC 9112 section 6.1: with both fields, two parsers could find different ends of the message.
        if (IsChunked && ContentLength >= 0) return RejectReason.LengthAndTransferEncoding;
        if (_pragmaField >= 0) TakePragma(input);
        var reason = TrailerField >= 0 && (IsChunked || IsHttp2) ? TakeTrailerFields(input) : RejectReason.None;
        return reason == RejectReason.None ? OnEnd(input[..Length]) : reason;
    }

    // Hides the Trailer fields of a chunked message, which programs see as names in its trailer. In other messages, Trailer is an ordinary
    // field, as in Go. The limit on trailer fields also applies to the names.
    private RejectReason TakeTrailerFields(ReadOnlySpan<byte> input)
    {
        var names = new TrailerNames(this, input);
        for (var count = 1; names.MoveNext(); count++)
        {
            if (count > TrailerDecoder.FieldCountMax) return RejectReason.TrailerTooLong;
            if (KnownFields.IsForbiddenInTrailer(names.Current)) return RejectReason.ForbiddenTrailerField;
        }

        HideFields(KnownField.Trailer, input);
        return RejectReason.None;
    }

    /// <summary>Hides every line of a field from programs.</summary>
    protected void HideFields(KnownField known, ReadOnlySpan<byte> input)
    {
        foreach (ref var field in Fields.AsSpan(0, FieldCount))
            if (KnownFields.Of(input.Slice(field.NameStart, field.NameLength)) == known) field.IsHidden = true;
    }

    private void TakePragma(ReadOnlySpan<byte> input)
    {
        ref readonly var pragma = ref Fields[_pragmaField];
        ImpliesNoCache = input.Slice(pragma.ValueStart, pragma.ValueLength).SequenceEqual("no-cache"u8);
        foreach (ref readonly var field in Fields.AsSpan(0, FieldCount))
            if (Ascii.EqualsIgnoreCase(input.Slice(field.NameStart, field.NameLength), "cache-control"u8)) ImpliesNoCache = false;
    }
}
