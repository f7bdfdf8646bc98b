// The loop over the lines of a head, for both kinds of head. Decisions at the end of a line are final: the start line is read by
// OnStartLine, a field that the parser acts on by OnField, and OnEnd checks rules that need the whole head.
//
// State between calls: _lineStart, where the unfinished line begins, and _examined, up to where it is known to hold no LF. So every
// byte is searched once, however it arrives.
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

    /// <summary>Bytes of the input that have been looked at so far.</summary>
    internal int Examined => _examined;

    /// <summary>Forgets the last head.</summary>
    internal void Reset()
    {
        FieldCount = 0;
        ImpliesNoCache = false;
        Length = 0;
        Reason = RejectReason.None;
        ContentLength = -1;
        IsChunked = HasClose = HasKeepAlive = IsUpgrade = HasBareLineFeed = false;
        TrailerField = -1;
        _lineStart = _examined = 0;
        _pragmaField = -1;
        _hasUpgradeToken = _hasUpgradeField = false;
        OnReset();
    }

    /// <summary>
    /// Parses a head from the first byte of <paramref name="input"/>. After <see cref="ParseStatus.NeedMore"/> it is called again with the
    /// same bytes and more after them, and continues where it stopped; <see cref="Reset"/> comes before the next head.
    /// </summary>
    /// <param name="input">The input, from the head's first byte. It may have moved since the last call.</param>
    /// <param name="headBytesMax">The most bytes a head may have; a longer one is rejected.</param>
    /// <param name="fieldCountMax">The most field lines.</param>
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

    /// <summary>The connection ended before the head did.</summary>
    internal ParseStatus Finish() => Reject(RejectReason.IncompleteHead);

    /// <summary>Forgets what the kind of head adds.</summary>
    protected abstract void OnReset();

    /// <summary>Reads the request line or the status line, without its CRLF.</summary>
    protected abstract RejectReason OnStartLine(ReadOnlySpan<byte> line);

    /// <summary>Judges the part of the start line that has arrived, when its end has not.</summary>
    protected virtual RejectReason OnUnfinishedStartLine(ReadOnlySpan<byte> line) => RejectReason.None;

    /// <summary>Acts on a field that was recognised. It has been added to <see cref="FieldBlock.Fields"/>.</summary>
    /// <param name="known">The field.</param>
    /// <param name="field">The line.</param>
    /// <param name="value">Its trimmed value.</param>
    /// <param name="strayBlanks">True if anything but the one customary space in front of the value was trimmed.</param>
    protected abstract RejectReason OnField(KnownField known, ref FieldLine field, ReadOnlySpan<byte> value, bool strayBlanks);

    /// <summary>Judges the whole head.</summary>
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

    // Handles fields that mean the same in both directions, and cannot be invalid.
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
        // RFC 9112 section 6.1: the two may be read by two parsers as two different ends of the message.
        if (IsChunked && ContentLength >= 0) return RejectReason.LengthAndTransferEncoding;
        if (_pragmaField >= 0) TakePragma(input);
        var reason = TrailerField >= 0 && IsChunked ? TakeTrailerFields(input) : RejectReason.None;
        return reason == RejectReason.None ? OnEnd(input[..Length]) : reason;
    }

    // Hides the announcement, which a program sees as names in its trailer. Without chunks there is no trailer, and Trailer is a
    // field like others (as in Go). No more names are announced than fields could come.
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

    /// <summary>Keeps every line of a field out of the header that a program sees.</summary>
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
