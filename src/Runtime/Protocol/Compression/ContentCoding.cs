using System.Text;

namespace RouteGen.Protocol;

/// <summary>Compression of a body (RFC 9110 section 8.4).</summary>
internal enum ContentCoding : byte
{
    /// <summary>The head declares no compression.</summary>
    None,
    Gzip,
    Deflate,
    Brotli,

    /// <summary>Another coding, or several.</summary>
    Other,
}

/// <summary>Recognises <see cref="ContentCoding"/>s.</summary>
internal static class ContentCodings
{
    /// <summary>Returns the coding of a head's first <c>Content-Encoding</c>.</summary>
    internal static ContentCoding Of(MessageHead head, ReadOnlySpan<byte> bytes)
    {
        foreach (ref readonly var field in head.Fields.AsSpan(0, head.FieldCount))
        {
            if (field.NameLength != 16 || !Ascii.EqualsIgnoreCase(bytes.Slice(field.NameStart, 16), "content-encoding"u8)) continue;
            var value = bytes.Slice(field.ValueStart, field.ValueLength);
            return value.Length switch
            {
                0 => ContentCoding.None,
                4 when Ascii.EqualsIgnoreCase(value, "gzip"u8) => ContentCoding.Gzip,
                7 when Ascii.EqualsIgnoreCase(value, "deflate"u8) => ContentCoding.Deflate,
                2 when Ascii.EqualsIgnoreCase(value, "br"u8) => ContentCoding.Brotli,
                _ => ContentCoding.Other,
            };
        }

        return ContentCoding.None;
    }
}
