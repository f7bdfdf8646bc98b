namespace Runtime.Tests.Hostile;

/// <summary>Texts that helpers of the platform were found to throw at, to take for something else, or to take long over.</summary>
internal static class HostileText
{
    private const int Long = 1 << 20;

    internal static readonly string[] All =
    [
        "", " ", "\0", "a\0b", "a b", "a\tb", "a\r\nb", "\u00A0", "a\u00A0b", "\u200B", "\u202Eevil.test", "\uFEFF",
        "\uD800", "\uDFFF", "a\uD800b.test", "\uDC00\uD800",
        "\u00FC", "\u00FC..test", "..\u00FC", "\u00FC.", "xn--\u00FC", "\u00FC" + new string('a', 64), new string('\u00FC', 300),
        "a\uFF0Fb.test",
        "a\u2100b.test", "a\uFF20b.test", "a\uFF1A80", "\uFF11\uFF12\uFF17.1", "a\u3002test", "\u00DF.test", "\u0130.test",
        ".", "..", "...", "a..b", ".a", "a.", "-lead.test", "trail-.test", "_srv._tcp.test", new string('a', 64) + ".test",
        "a," + new string('b', 300),
        "xn--", "xn--a", "xn--bcher-kva.test", "xn--99999999", "xn--\uFFFD", "XN--BCHER-KVA.TEST",
        "%", "%z", "%zz", "%00", "%2F", "%25", "%C3", "%C3%28", "%ED%A0%80", "a%20b", "%u0041",
        "0", "-1", "+80", "1e5", "00", "99999999999999999999", "-9223372036854775809", "0x10", "\u0663", "1_000", "1,000", "NaN",
        "Infinity",
        "127.1", "0x7f.1", "0177.0.0.1", "2130706433", "127.0.0.1.", "1.2.3", "1.2.3.4.5", "256.1.1.1", "01.2.3.4", "1.2.3.", "1..2.3",
        "::", "::1", ":::", "::1::", "1:2:3:4:5:6:7:8:9", "12345::", "::ffff:127.0.0.1", "::ffff:127.1", "::ffff:01.2.3.4", "g::", ":1",
        "1:",
        "fe80::1%eth0", "fe80::1%", "fe80::1%%", "fe80::1%1", "fe80::1%99999999999", "[fe80::1%25eth0]", "[fe80::1%eth0]", "[fe80::1%25]",
        "::1/64",
        "[]", "[", "]", "[::1", "::1]", "[::1]", "[::1]x", "[::1]:", "[::1]:80", "[[::1]]", "[example.com]", "[127.0.0.1]", "[v1.a]",
        "[::1]:99999",
        "h:", ":80", "a:b:c", "h:99999", "h:-1", "h:+80", "h: 80", "h:0x50", "h:\u0663", "u@h", "u:p@h", "u@", "@h", "@",
        "http://", "http://[", "http://h:99999", "http://u@h", "http:///", "http:h", "://h", "//h", "\\\\h", "ftp://h", "file:///",
        "javascript:x", "null",
        "/", "/..", "/../../x", "a/b", "#", "#f", "?", "?q", "\"", "'", "<>", "\\", "*", "*.", "*.*", "10.0.0.0/", "10.0.0.0/33",
        "10.0.0.0/-1", "/8", "::/129",
        "Sun, 99 Foo 99999 99:99:99 GMT", "Sun, 06 Nov 1994 08:49:37 GMT\0", "bytes=", "bytes=-", "bytes=99999999999999999999-", "====",
        "Og==", "Og", "\u00FC==",
        new string('a', Long), new string('\u00FC', Long), new string('.', Long), new string('[', Long), new string(':', Long),
        new string('%', Long),
        new string(',', Long), new string(' ', Long), new string('9', Long), new string('\uD800', Long),
        string.Concat(Enumerable.Repeat("a.", Long / 2)),
        string.Concat(Enumerable.Repeat("%41", Long / 3)), string.Concat(Enumerable.Repeat("0:", Long / 2)),
    ];

    /// <summary>The beginning of a text, for a message.</summary>
    internal static string Name(string text) =>
        string.Concat(text.Take(40).Select(static letter => letter is > ' ' and <= '~' ? $"{letter}" : $"\\u{(int)letter:X4}"));
}
