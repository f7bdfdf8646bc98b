namespace RouteGen.Protocol;

/// <summary>
/// Validator of UTF-8, one byte at a time. Accepts only shortest forms, no surrogates, and nothing above U+10FFFF (RFC 3629 section 4).
/// </summary>
internal struct Utf8Checker
{
    private int _missing;
    private byte _low;
    private byte _high;

    /// <summary>True if the bytes so far end between two sequences.</summary>
    internal readonly bool IsBetween => _missing == 0;

    /// <summary>Checks the next byte. Returns false if it is not allowed at this position.</summary>
    internal bool Take(byte value)
    {
        if (_missing == 0) return Begin(value);
        if (value < _low || value > _high) return false;
        _low = 0x80;
        _high = 0xBF;
        _missing--;
        return true;
    }

    // After E0, ED, F0 and F4 the range of the next byte is smaller, which excludes overlong forms, surrogates and values above U+10FFFF.
    private bool Begin(byte lead)
    {
        _low = lead switch { 0xE0 => 0xA0, 0xF0 => 0x90, _ => 0x80 };
        _high = lead switch { 0xED => 0x9F, 0xF4 => 0x8F, _ => 0xBF };
        _missing = lead switch
        {
            < 0x80 => 0,
            >= 0xC2 and <= 0xDF => 1,
            >= 0xE0 and <= 0xEF => 2,
            >= 0xF0 and <= 0xF4 => 3,
            _ => -1,
        };
        return _missing >= 0;
    }
}
