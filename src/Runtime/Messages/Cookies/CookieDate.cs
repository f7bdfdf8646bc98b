// Parses dates of cookies in two ways. *Strict*, for Cookie.Expires, accepts Go's two layouts:
//
//     Wed, 23 Nov 2011 01:05:03 GMT      Wed, 23-Nov-2011 01:05:03 GMT
//
// with any weekday. The hour may have one digit, blanks may be repeated, and seconds may have a fraction. Every abbreviation of a zone
// counts as GMT. *Lenient*, for jars, accepts the tokens of RFC 6265 section 5.1.1 in any order, with nearly any delimiter.
namespace RouteGen;

internal static class CookieDate
{
    private const string MonthNames = "janfebmaraprmayjunjulaugsepoctnovdec";
    private const string WeekdayNames = "sunmontuewedthufrisat";

    internal static bool TryParseStrict(ReadOnlySpan<char> text, out DateTimeOffset date)
    {
        date = default;
        var isWeekday = IndexOfName(WeekdayNames, Take(ref text, 3)) >= 0;
        if (!isWeekday || !Skip(ref text, ',') || !SkipBlanks(ref text) || !TakeNumber(ref text, 2, 2, out var day)) return false;
        var isDashed = text.StartsWith("-");
        if (!(isDashed ? Skip(ref text, '-') : SkipBlanks(ref text))) return false;
        var month = IndexOfName(MonthNames, Take(ref text, 3)) + 1;
        if (month == 0 || !(isDashed ? Skip(ref text, '-') : SkipBlanks(ref text))) return false;
        if (!TakeNumber(ref text, 4, 4, out var year) || !SkipBlanks(ref text)) return false;
        if (!TakeNumber(ref text, 1, 2, out var hour) || !Skip(ref text, ':')) return false;
        if (!TakeNumber(ref text, 2, 2, out var minute) || !Skip(ref text, ':') || !TakeNumber(ref text, 2, 2, out var second))
            return false;
        SkipFraction(ref text);
        if (!SkipBlanks(ref text) || !TryReadZone(text, out var offset)) return false;
        return TryMake(year, month, day, hour, minute, second, offset, out date);
    }

    internal static bool TryParseLenient(ReadOnlySpan<char> text, out DateTimeOffset date)
    {
        date = default;
        int hour = -1, minute = 0, second = 0, day = -1, month = 0, year = -1;
        while (!text.IsEmpty)
        {
            var token = TakeToken(ref text);
            if (token.IsEmpty) continue;
            if (hour < 0 && TryReadTime(token, out var h, out var m, out var s)) (hour, minute, second) = (h, m, s);
            else if (day < 0 && TryReadNumber(token, 1, 2, out var d)) day = d;
            else if (month == 0 && token.Length >= 3 && IndexOfName(MonthNames, token[..3]) is >= 0 and var index) month = index + 1;
            else if (year < 0 && TryReadNumber(token, 2, 4, out var y)) year = y;
        }

        if (hour < 0 || day < 0 || month == 0 || year < 0) return false;
        if (year is >= 70 and <= 99) year += 1900;
        if (year <= 69) year += 2000;
        return year >= 1601 && TryMake(year, month, day, hour, minute, second, 0, out date);
    }

    private static bool TryMake(int year, int month, int day, int hour, int minute, int second, int offset, out DateTimeOffset date)
    {
        date = default;
        if (year < 1 || hour > 23 || minute > 59 || second > 59 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        var time = new DateTimeOffset(year, month, day, hour, minute, second, TimeSpan.Zero);
        if (year is 1 or 9999 && offset != 0) return false;
        date = time.AddHours(-offset);
        return true;
    }

    // RFC 6265 section 5.1.1: delimiters are the tab, the blank, and visible ASCII except letters, digits and the colon.
    private static ReadOnlySpan<char> TakeToken(ref ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length
            && (char.IsAsciiLetterOrDigit(text[length]) || text[length] == ':'
                || text[length] is < '\t' or (> '\t' and < ' ') or >= '\x7F'))
            length++;
        var token = text[..length];
        text = text[Math.Min(text.Length, length + 1)..];
        return token;
    }

    private static bool TryReadTime(ReadOnlySpan<char> token, out int hour, out int minute, out int second)
    {
        minute = second = 0;
        if (!TakeNumber(ref token, 1, 2, out hour) || !Skip(ref token, ':')) return false;
        if (!TakeNumber(ref token, 1, 2, out minute) || !Skip(ref token, ':')) return false;
        return TryReadNumber(token, 1, 2, out second);
    }

    // Reads digitsMin to digitsMax digits. Returns false if there are fewer, or if another digit follows them.
    private static bool TryReadNumber(ReadOnlySpan<char> token, int digitsMin, int digitsMax, out int number) =>
        TakeNumber(ref token, digitsMin, digitsMax, out number) && (token.IsEmpty || !char.IsAsciiDigit(token[0]));

    private static bool TakeNumber(ref ReadOnlySpan<char> text, int digitsMin, int digitsMax, out int number)
    {
        number = 0;
        var count = 0;
        while (count < digitsMax && count < text.Length && char.IsAsciiDigit(text[count])) number = number * 10 + (text[count++] - '0');
        text = text[count..];
        return count >= digitsMin;
    }

    private static ReadOnlySpan<char> Take(ref ReadOnlySpan<char> text, int length)
    {
        var taken = text[..Math.Min(length, text.Length)];
        text = text[taken.Length..];
        return taken;
    }

    private static bool Skip(ref ReadOnlySpan<char> text, char letter)
    {
        if (text.IsEmpty || text[0] != letter) return false;
        text = text[1..];
        return true;
    }

    private static bool SkipBlanks(ref ReadOnlySpan<char> text)
    {
        var rest = text.TrimStart(' ');
        var isSkipped = rest.Length < text.Length;
        text = rest;
        return isSkipped;
    }

    private static void SkipFraction(ref ReadOnlySpan<char> text)
    {
        if (text is not (['.' or ',', var digit, ..]) || !char.IsAsciiDigit(digit)) return;
        text = text[1..].TrimStart("0123456789");
    }

    // Accepts the abbreviations that Go accepts. In "GMT+3", the hours are an offset; "+03" alone is an abbreviation without an offset.
    private static bool TryReadZone(ReadOnlySpan<char> zone, out int offset)
    {
        offset = 0;
        if (zone.StartsWith("GMT")) return zone.Length == 3 || TryReadHours(zone[3..], out offset);
        if (zone is ['+' or '-', ..]) return TryReadHours(zone, out _);
        if (zone.IndexOfAnyExceptInRange('A', 'Z') >= 0) return zone is "ChST" or "MeST";
        return zone.Length == 3 || (zone.Length == 4 && (zone[3] == 'T' || zone is "WITA")) || (zone.Length == 5 && zone[4] == 'T');
    }

    private static bool TryReadHours(ReadOnlySpan<char> text, out int hours)
    {
        hours = 0;
        if (text is not (['+' or '-', _, ..]) || text.Length > 3 || !TryReadNumber(text[1..], 1, 2, out hours)) return false;
        if (text.Length != (hours > 9 || text.Length == 3 ? 3 : 2) || hours > 23) return false;
        if (text[0] == '-') hours = -hours;
        return true;
    }

    private static int IndexOfName(string names, ReadOnlySpan<char> name)
    {
        if (name.Length != 3) return -1;
        for (var index = 0; index < names.Length / 3; index++)
            if (names.AsSpan(index * 3, 3).Equals(name, StringComparison.OrdinalIgnoreCase)) return index;
        return -1;
    }
}
