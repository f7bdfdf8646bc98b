// The parameters of Content-Type and Content-Disposition: ";name=value", with a token or a quoted string as the value (RFC 9110 section
// 5.6.6). Browsers do not escape a backslash in a file's name. So, as in Go, a backslash escapes only characters that are not allowed in a
// token.
using System.Text;

namespace RouteGen.Protocol;

internal ref struct ParameterReader
{
    private ReadOnlySpan<char> _rest;

    /// <summary>Creates a reader of a value such as <c>text/html; charset=utf-8</c>.</summary>
    internal ParameterReader(ReadOnlySpan<char> value)
    {
        var semicolon = value.IndexOf(';');
        Main = (semicolon < 0 ? value : value[..semicolon]).Trim(" \t");
        _rest = semicolon < 0 ? default : value[semicolon..];
        Name = default;
        Value = "";
        IsMalformed = false;
    }

    /// <summary>The text before the parameters.</summary>
    internal ReadOnlySpan<char> Main { get; }

    /// <summary>The name of the current parameter, as written.</summary>
    internal ReadOnlySpan<char> Name { get; private set; }

    /// <summary>The value of the current parameter, without quotes and escapes.</summary>
    internal string Value { get; private set; }

    /// <summary>True if the text is malformed. No more parameters are then read.</summary>
    internal bool IsMalformed { get; private set; }

    /// <summary>Reads the next parameter. Returns false if there is none or the text is malformed.</summary>
    internal bool Read()
    {
        // Empty parameters, which many values have at the end, are ignored.
        _rest = _rest.TrimStart("; \t");
        if (_rest.IsEmpty || IsMalformed) return false;
        var equals = _rest.IndexOf('=');
        IsMalformed = equals <= 0 || !IsToken(_rest[..equals]);
        if (IsMalformed) return false;
        Name = _rest[..equals];
        _rest = _rest[(equals + 1)..];
        IsMalformed = !(_rest.StartsWith('"') ? TryReadQuoted() : TryReadToken());
        if (IsMalformed) return false;
        _rest = _rest.TrimStart(" \t");
        IsMalformed = !_rest.IsEmpty && _rest[0] != ';';
        return !IsMalformed;
    }

    private bool TryReadToken()
    {
        var end = _rest.IndexOfAny(';', ' ', '\t');
        var token = end < 0 ? _rest : _rest[..end];
        _rest = _rest[token.Length..];
        Value = token.ToString();
        return IsToken(token);
    }

    private bool TryReadQuoted()
    {
        var value = new StringBuilder();
        for (var index = 1; index < _rest.Length; index++)
        {
            var letter = _rest[index];
            if (letter == '"')
            {
                _rest = _rest[(index + 1)..];
                Value = value.ToString();
                return true;
            }

            if (letter == '\\' && index + 1 < _rest.Length && !IsTokenLetter(_rest[index + 1]) && _rest[index + 1] < 0x7F)
                letter = _rest[++index];
            value.Append(letter);
        }

        return false;
    }

    private static bool IsToken(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return false;
        foreach (var letter in text)
            if (!IsTokenLetter(letter)) return false;
        return true;
    }

    private static bool IsTokenLetter(char letter) => letter < 0x80 && WireBytes.Token.Contains((byte)letter);
}
