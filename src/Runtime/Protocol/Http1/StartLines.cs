namespace RouteGen.Protocol;

/// <summary>Rules for both the request line and the status line.</summary>
internal static class StartLines
{
    /// <summary>Parses <c>HTTP/d.d</c>, which is case-sensitive (RFC 9112 section 2.3).</summary>
    internal static bool TryParseVersion(ReadOnlySpan<byte> version, out int major, out int minor)
    {
        major = minor = -1;
        if (version.Length != 8 || !version.StartsWith("HTTP/"u8) || version[6] != '.') return false;
        if (!char.IsAsciiDigit((char)version[5]) || !char.IsAsciiDigit((char)version[7])) return false;
        major = version[5] - '0';
        minor = version[7] - '0';
        return true;
    }
}
