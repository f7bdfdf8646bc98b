using System.Text;

namespace RouteGen.Protocol;

/// <summary>The fields that the parsers interpret.</summary>
internal enum KnownField : byte
{
    /// <summary>Any other field.</summary>
    None,
    Host,
    ContentLength,
    TransferEncoding,
    Connection,
    Expect,
    Trailer,
    Upgrade,
    ContentType,
    Pragma,

    /// <summary>A framing field with an underscore instead of the hyphen.</summary>
    UnderscoredFraming,
}

/// <summary>Recognises <see cref="KnownField"/>s by length and first letter, and then by comparing the name, ignoring case.</summary>
internal static class KnownFields
{
    internal static KnownField Of(ReadOnlySpan<byte> name) => (name.Length, name[0] | 0x20) switch
    {
        (4, 'h') => Is(name, "host"u8, KnownField.Host),
        (6, 'e') => Is(name, "expect"u8, KnownField.Expect),
        (6, 'p') => Is(name, "pragma"u8, KnownField.Pragma),
        (7, 't') => Is(name, "trailer"u8, KnownField.Trailer),
        (7, 'u') => Is(name, "upgrade"u8, KnownField.Upgrade),
        (10, 'c') => Is(name, "connection"u8, KnownField.Connection),
        (12, 'c') => Is(name, "content-type"u8, KnownField.ContentType),
        (14, 'c') => IsFraming(name, "content"u8, "length"u8, KnownField.ContentLength),
        (17, 't') => IsFraming(name, "transfer"u8, "encoding"u8, KnownField.TransferEncoding),
        _ => KnownField.None,
    };

    /// <summary>Returns true if the field is not allowed in a trailer section or in its announcement (RFC 9110 section 6.5.1).</summary>
    internal static bool IsForbiddenInTrailer(ReadOnlySpan<byte> name) =>
        !name.IsEmpty && Of(name) is not (KnownField.None or KnownField.ContentType or KnownField.Pragma);

    private static KnownField Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> expected, KnownField field) =>
        Ascii.EqualsIgnoreCase(name, expected) ? field : KnownField.None;

    private static KnownField IsFraming(ReadOnlySpan<byte> name, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, KnownField field)
    {
        if (!Ascii.EqualsIgnoreCase(name[..first.Length], first) || !Ascii.EqualsIgnoreCase(name[(first.Length + 1)..], second))
            return KnownField.None;
        return name[first.Length] switch
        {
            (byte)'-' => field,
            (byte)'_' => KnownField.UnderscoredFraming,
            _ => KnownField.None,
        };
    }
}
