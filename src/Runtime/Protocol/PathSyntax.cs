namespace RouteGen.Protocol;

/// <summary>Syntax of received paths.</summary>
internal static class PathSyntax
{
    /// <summary>Checks a path. Its escapes must be complete, must form valid UTF-8, and must not encode NUL, CR or LF.</summary>
    internal static RejectReason Validate(ReadOnlySpan<byte> path)
    {
        var text = new Utf8Checker();
        while (true)
        {
            var percent = path.IndexOf((byte)'%');
            if (percent < 0) return text.IsBetween ? RejectReason.None : RejectReason.InvalidPathEncoding;
            // The bytes between escapes are ASCII and must not be inside a UTF-8 sequence.
            if (percent > 0 && !text.IsBetween) return RejectReason.InvalidPathEncoding;
            if (percent + 2 >= path.Length) return RejectReason.BadEscape;
            var high = PercentEncoding.HexDigit(path[percent + 1]);
            var low = PercentEncoding.HexDigit(path[percent + 2]);
            if ((high | low) < 0) return RejectReason.BadEscape;
            var decoded = (byte)((high << 4) | low);
            if (decoded is 0 or (byte)'\r' or (byte)'\n') return RejectReason.ForbiddenEscape;
            if (!text.Take(decoded)) return RejectReason.InvalidPathEncoding;
            path = path[(percent + 3)..];
        }
    }

    /// <summary>
    /// True if the path begins with a slash and contains no percent sign, no empty segment and no segment <c>.</c> or <c>..</c>.
    /// </summary>
    internal static bool IsClean(ReadOnlySpan<byte> path)
    {
        if (path.IsEmpty || path[0] != '/') return false;
        if (path.IndexOf("//"u8) >= 0) return false;
        return path.IndexOfAny((byte)'%', (byte)'.') < 0 || (!path.Contains((byte)'%') && !HasDotSegment(path));
    }

    private static bool HasDotSegment(ReadOnlySpan<byte> path)
    {
        while (true)
        {
            var dot = path.IndexOf("/."u8);
            if (dot < 0) return false;
            path = path[(dot + 2)..];
            var rest = !path.IsEmpty && path[0] == '.' ? path[1..] : path;
            if (rest.IsEmpty || rest[0] == '/') return true;
        }
    }
}
