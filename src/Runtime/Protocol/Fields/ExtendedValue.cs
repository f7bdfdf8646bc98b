using System.Text;
using System.Text.Unicode;

namespace RouteGen.Protocol;

/// <summary>Decoder of extended parameter values such as <c>UTF-8'en'%e2%82%ac%20rates</c> (RFC 8187 section 3.2).</summary>
internal static class ExtendedValue
{
    /// <summary>Returns the decoded text. Null if the value is malformed or in a character set other than UTF-8 and ISO-8859-1.</summary>
    internal static string? Decode(string value)
    {
        if (value.Split('\'') is not [var charset, _, var escaped] || !Ascii.IsValid(escaped)) return null;
        var bytes = Encoding.ASCII.GetBytes(escaped);
        var decoded = new byte[bytes.Length];
        if (!PercentEncoding.TryDecode(bytes, decoded, out var count)) return null;
        var text = decoded.AsSpan(0, count);
        if (charset.Equals("ISO-8859-1", StringComparison.OrdinalIgnoreCase)) return Encoding.Latin1.GetString(text);
        return charset.Equals("UTF-8", StringComparison.OrdinalIgnoreCase) && Utf8.IsValid(text) ? Encoding.UTF8.GetString(text) : null;
    }
}
