// The request-target (RFC 9112 section 3.2). All offsets are counted from the head's first byte.
using System.Text;

namespace RouteGen.Protocol;

internal sealed partial class RequestHead
{
    private RejectReason ParseTarget(ReadOnlySpan<byte> method, ReadOnlySpan<byte> target)
    {
        var bad = target.IndexOfAnyExcept(WireBytes.Target);
        if (bad >= 0) return ExplainTargetByte(target[bad]);
        if (target[0] == '/') return ParsePathAndQuery(target, TargetStart);
        if (target.Length == 1 && target[0] == '*') return TakeAsterisk(method);
        return _isConnect ? ParseAuthorityForm(target) : ParseAbsoluteForm(target);
    }

    private static RejectReason ExplainTargetByte(byte bad) => bad switch
    {
        (byte)' ' => RejectReason.MalformedRequestLine,
        (byte)'#' => RejectReason.FragmentInTarget,
        (byte)'\r' => RejectReason.BareCarriageReturn,
        _ => RejectReason.InvalidTargetByte,
    };

    // RFC 9112 section 3.2.4: the target * is only for OPTIONS. The other methods of RFC 9110 are rejected here; a mux responds to
    // nonstandard methods with 400.
    private RejectReason TakeAsterisk(ReadOnlySpan<byte> method)
    {
        if (IsStandardOtherThanOptions(method)) return RejectReason.InvalidTargetForm;
        Form = TargetForm.Asterisk;
        PathStart = TargetStart;
        PathLength = 1;
        return RejectReason.None;
    }

    private static bool IsStandardOtherThanOptions(ReadOnlySpan<byte> method) =>
        method.SequenceEqual("GET"u8) || method.SequenceEqual("HEAD"u8) || method.SequenceEqual("POST"u8) || method.SequenceEqual("PUT"u8)
        || method.SequenceEqual("DELETE"u8) || method.SequenceEqual("CONNECT"u8) || method.SequenceEqual("TRACE"u8);

    private RejectReason ParseAuthorityForm(ReadOnlySpan<byte> target)
    {
        Form = TargetForm.Authority;
        if (!HostSyntax.TrySplit(target, out _, out _)) return RejectReason.InvalidTargetAuthority;
        HostStart = TargetStart;
        HostLength = TargetLength;
        return RejectReason.None;
    }

    private RejectReason ParseAbsoluteForm(ReadOnlySpan<byte> target)
    {
        Form = TargetForm.Absolute;
        var scheme = target.IndexOf("://"u8);
        if (scheme < 0) return RejectReason.InvalidTargetForm;
        var isHttp = Ascii.EqualsIgnoreCase(target[..scheme], "http"u8) || Ascii.EqualsIgnoreCase(target[..scheme], "https"u8);
        if (!isHttp) return RejectReason.InvalidTargetForm;
        var start = scheme + "://".Length;
        var authority = target[start..];
        var end = authority.IndexOfAny((byte)'/', (byte)'?');
        if (end >= 0) authority = authority[..end];
        if (!HostSyntax.TrySplit(authority, out var host, out _)) return RejectReason.InvalidTargetAuthority;
        // Escapes in the host of a URL are for characters outside ASCII, but the host of a request is ASCII (RFC 9110 section 4.2.3).
        if (host[0] != '[' && host.Contains((byte)'%')) return RejectReason.InvalidTargetAuthority;
        HostStart = TargetStart + start;
        HostLength = authority.Length;
        start += authority.Length;
        return ParsePathAndQuery(target[start..], TargetStart + start);
    }

    private RejectReason ParsePathAndQuery(ReadOnlySpan<byte> text, int start)
    {
        PathStart = start;
        var question = text.IndexOf((byte)'?');
        HasQuery = question >= 0;
        PathLength = HasQuery ? question : text.Length;
        QueryStart = start + text.Length;
        if (HasQuery)
        {
            QueryStart = start + question + 1;
            QueryLength = text.Length - question - 1;
        }

        var path = text[..PathLength];
        IsPathClean = PathSyntax.IsClean(path);
        return IsPathClean ? RejectReason.None : PathSyntax.Validate(path);
    }
}
