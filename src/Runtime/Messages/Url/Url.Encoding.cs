// Percent-encoding for each part of a URL (RFC 3986 section 2). The character sets are Go's, which escape a little more than the RFC
// requires and accept a little more than it allows.
using System.Buffers;
using System.Text;
using RouteGen.Protocol;

namespace RouteGen;

/// <summary>Part of a URL, which determines the characters to escape.</summary>
internal enum UrlPart
{
    Path,
    Host,
    Zone,
    UserPassword,
    Fragment,
}

internal static class UrlEncoding
{
    private const string Unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";

    private static readonly SearchValues<char> s_plainInPath = SearchValues.Create(Unreserved + "$&+,/:;=@");
    private static readonly SearchValues<char> s_plainInForm = SearchValues.Create(Unreserved);
    private static readonly SearchValues<char> s_plainInHost = SearchValues.Create(Unreserved + "!$&'()*+,;=:[]<>\"");
    private static readonly SearchValues<char> s_plainInUser = SearchValues.Create(Unreserved + "$&+,;=");
    private static readonly SearchValues<char> s_plainInFragment = SearchValues.Create(Unreserved + "$&+,/:;=?@!()*");

    // An escaped path may also contain unescaped characters that the RFC allows there.
    private static readonly SearchValues<char> s_escapedPath = SearchValues.Create(Unreserved + "$&+,/:;=@!'()*[]%");
    private static readonly SearchValues<char> s_escapedFragment = SearchValues.Create(Unreserved + "$&+,/:;=?@!'()*[]%");

    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Returns true if neither escaping nor decoding would change the text.</summary>
    internal static bool IsPlain(string text, UrlPart part) => text.AsSpan().IndexOfAnyExcept(Plain(part)) < 0;

    /// <summary>Returns true if an escaped text can be written unchanged.</summary>
    internal static bool IsEscaped(string text, UrlPart part) =>
        text.AsSpan().IndexOfAnyExcept(part == UrlPart.Fragment ? s_escapedFragment : s_escapedPath) < 0;

    /// <summary>Escapes all characters that are not allowed in the part, as UTF-8, with upper-case hexadecimal digits.</summary>
    internal static string Escape(string text, UrlPart part)
    {
        var plain = Plain(part);
        if (text.AsSpan().IndexOfAnyExcept(plain) < 0) return text;
        return EscapeExcept(text, plain);
    }

    /// <summary>Escapes all characters that are not in <paramref name="plain"/>. Non-ASCII characters are always escaped.</summary>
    internal static string EscapeExcept(string text, SearchValues<char> plain)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var value in Utf8(text))
        {
            if (value < 0x80 && plain.Contains((char)value)) escaped.Append((char)value);
            else escaped.Append('%').Append("0123456789ABCDEF"[value >> 4]).Append("0123456789ABCDEF"[value & 15]);
        }

        return escaped.ToString();
    }

    /// <summary>Returns pairs as the body of a URL-encoded form, with plus signs for blanks.</summary>
    internal static string EscapeForm(IEnumerable<KeyValuePair<string, string>> form) =>
        string.Join('&', form.Select(static pair => EscapeFormPart(pair.Key) + "=" + EscapeFormPart(pair.Value)));

    /// <summary>Decodes the text.</summary>
    /// <exception cref="FormatException">An escape is malformed or not allowed in this part, or does not decode to UTF-8.</exception>
    internal static string Unescape(string text, UrlPart part)
    {
        var decoded = Unescape(text, part, out var isLatin1);
        return isLatin1 ? throw new FormatException("The URL contains escapes that do not decode to UTF-8.") : decoded;
    }

    /// <summary>Decodes the text as UTF-8, or as Latin-1 if the escapes do not decode to UTF-8.</summary>
    /// <exception cref="FormatException">An escape is malformed or not allowed in this part.</exception>
    internal static string Unescape(string text, UrlPart part, out bool isLatin1)
    {
        isLatin1 = false;
        if (part is UrlPart.Host or UrlPart.Zone) CheckHost(text, part);
        if (!text.Contains('%')) return text;
        var escaped = Utf8(text);
        var decoded = new byte[escaped.Length];
        if (!PercentEncoding.TryDecode(escaped, decoded, out var count)) throw BadEscape(text);
        return FieldText.Decode(decoded.AsSpan(0, count), out isLatin1);
    }

    /// <summary>Escapes all characters that are not allowed in an escaped part. Existing escapes are kept.</summary>
    internal static string EscapeRest(string escaped, UrlPart part) =>
        EscapeExcept(escaped, part == UrlPart.Fragment ? s_escapedFragment : s_escapedPath);

    /// <summary>Escapes the non-ASCII bytes of text that was decoded as Latin-1.</summary>
    internal static string EscapeLatin1(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var letter in text)
        {
            if (letter < 0x80) escaped.Append(letter);
            else escaped.Append('%').Append("0123456789ABCDEF"[letter >> 4]).Append("0123456789ABCDEF"[letter & 15]);
        }

        return escaped.ToString();
    }

    private static string EscapeFormPart(string text) => EscapeExcept(text, s_plainInForm).Replace("%20", "+", StringComparison.Ordinal);

    private static SearchValues<char> Plain(UrlPart part) => part switch
    {
        UrlPart.Path => s_plainInPath,
        UrlPart.UserPassword => s_plainInUser,
        UrlPart.Fragment => s_plainInFragment,
        _ => s_plainInHost,
    };

    private static byte[] Utf8(string text)
    {
        try
        {
            return s_strict.GetBytes(text);
        }
        catch (EncoderFallbackException e)
        {
            throw new FormatException("The URL contains a lone surrogate.", e);
        }
    }

    // In a host, only non-ASCII bytes (RFC 3986 section 3.2.2) and the percent sign before a zone (RFC 6874) may be escaped. In a zone, any
    // character that is allowed in a host may be escaped, and also a blank, which occurs in interface names of Windows.
    private static void CheckHost(string text, UrlPart part)
    {
        for (var index = 0; index < text.Length; index++)
        {
            var letter = text[index];
            if (letter == '%')
            {
                if (!TryDecodeAt(text, index, out var value)) throw BadEscape(text);
                var allowed = value == '%' || (part == UrlPart.Host
                    ? value >= 0x80
                    : value == ' ' || (value < 0x80 && s_plainInHost.Contains((char)value)));
                if (!allowed) throw BadEscape(text[index..]);
                index += 2;
            }
            else if (letter < 0x80 && !s_plainInHost.Contains(letter))
            {
                throw new FormatException($"The URL's host contains the character U+{(int)letter:X4}, which is not allowed there.");
            }
        }
    }

    private static bool TryDecodeAt(string text, int percent, out int value)
    {
        value = 0;
        if (percent + 2 >= text.Length || text[percent + 1] > 0x7F || text[percent + 2] > 0x7F) return false;
        value = (PercentEncoding.HexDigit((byte)text[percent + 1]) << 4) | PercentEncoding.HexDigit((byte)text[percent + 2]);
        return value >= 0;
    }

    private static FormatException BadEscape(string text)
    {
        var index = 0;
        while ((index = text.IndexOf('%', index)) >= 0 && TryDecodeAt(text, index, out _) && text.IndexOf('%', index + 1) >= 0) index++;
        return new FormatException($"The URL contains the invalid escape \"{text.AsSpan(index, Math.Min(3, text.Length - index))}\".");
    }
}
