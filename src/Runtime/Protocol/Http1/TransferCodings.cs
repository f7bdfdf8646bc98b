using System.Text;

namespace RouteGen.Protocol;

/// <summary>Parsing of <c>Transfer-Encoding</c> values other than <c>chunked</c> (RFC 9112 section 6.1).</summary>
internal static class TransferCodings
{
    /// <summary>
    /// True if the value is a list of codings that are tokens with well-formed parameters, and only the last one is <c>chunked</c>. An
    /// empty element makes the list malformed.
    /// </summary>
    internal static bool EndInChunked(ReadOnlySpan<byte> value)
    {
        while (true)
        {
            var name = TakeToken(ref value);
            if (name.IsEmpty) return false;
            var isChunked = Ascii.EqualsIgnoreCase(name, "chunked"u8);
            // RFC 9112 section 7.1: chunked has no parameters.
            if (isChunked) return value.IsEmpty;
            if (!TrySkipParameters(ref value)) return false;
            if (value.IsEmpty || value[0] != ',') return false;
            value = value[1..].TrimStart(" \t"u8);
        }
    }

    private static ReadOnlySpan<byte> TakeToken(ref ReadOnlySpan<byte> value)
    {
        var length = value.IndexOfAnyExcept(WireBytes.Token);
        if (length < 0) length = value.Length;
        var token = value[..length];
        value = value[length..];
        return token;
    }

    // *( OWS ";" OWS token "=" ( token / quoted-string ) ) OWS
    private static bool TrySkipParameters(ref ReadOnlySpan<byte> value)
    {
        while (true)
        {
            value = value.TrimStart(" \t"u8);
            if (value.IsEmpty || value[0] != ';') return true;
            value = value[1..].TrimStart(" \t"u8);
            if (TakeToken(ref value).IsEmpty || value.IsEmpty || value[0] != '=') return false;
            value = value[1..];
            if (value.IsEmpty || value[0] != '"')
            {
                if (TakeToken(ref value).IsEmpty) return false;
            }
            else if (!TrySkipQuoted(ref value))
            {
                return false;
            }
        }
    }

    private static bool TrySkipQuoted(ref ReadOnlySpan<byte> value)
    {
        for (var index = 1; index < value.Length; index++)
        {
            if (value[index] == '\\') index++;
            else if (value[index] == '"')
            {
                value = value[(index + 1)..];
                return true;
            }
        }

        return false;
    }
}
