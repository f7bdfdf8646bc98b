// A recipient must accept three forms of a date (RFC 9110 section 5.6.7):
//
//     Sun, 06 Nov 1994 08:49:37 GMT      IMF-fixdate, the only form that is written
//     Sunday, 06-Nov-94 08:49:37 GMT     RFC 850
//     Sun Nov  6 08:49:37 1994           asctime
//
// As in Go, names may be in any case, and the weekday need not be correct. Unlike Go's ParseTime, this parser follows the RFC's grammar: it
// accepts a leap second, and rejects fractions of a second, hours and asctime days of one character, and zones other than GMT. It also
// follows the RFC's rule for years of two digits.
using System.Text;

namespace RouteGen;

internal static partial class HttpDate
{
    private const string MonthNames = "JanFebMarAprMayJunJulAugSepOctNovDec";

    private static readonly string[] s_weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

    /// <summary>Parses a date in any of the three forms. Go's name: <c>http.ParseTime</c>.</summary>
    /// <param name="text">The whole value, without white space around it.</param>
    /// <param name="utc">The time, in UTC; the default value if the text is not a date.</param>
    internal static bool TryParse(ReadOnlySpan<char> text, out DateTime utc) => TryParse(text, DateTime.UtcNow, out utc);

    /// <summary>Parses a date. The century of a year of two digits depends on the current time.</summary>
    internal static bool TryParse(ReadOnlySpan<char> text, DateTime now, out DateTime utc) => text.IndexOf(',') switch
    {
        < 0 => TryParseAsctime(text, out utc),
        3 => TryParseFixdate(text, out utc),
        var comma => TryParseRfc850(text[..comma], text[comma..], now, out utc),
    };

    private static bool TryParseFixdate(ReadOnlySpan<char> text, out DateTime utc)
    {
        utc = default;
        return HasShape(text, "???, ?? ??? ???? ??:??:?? GMT")
            && IsWeekday(text[..3])
            && TryCreate(Number(text[12..16]), Month(text[8..11]), Number(text[5..7]), text[17..25], out utc);
    }

    private static bool TryParseAsctime(ReadOnlySpan<char> text, out DateTime utc)
    {
        utc = default;
        if (!HasShape(text, "??? ??? ?? ??:??:?? ????") || !IsWeekday(text[..3])) return false;
        var day = text[8] == ' ' ? text[9..10] : text[8..10];
        return TryCreate(Number(text[20..24]), Month(text[4..7]), Number(day), text[11..19], out utc);
    }

    private static bool TryParseRfc850(ReadOnlySpan<char> weekday, ReadOnlySpan<char> rest, DateTime now, out DateTime utc)
    {
        utc = default;
        if (!HasShape(rest, ", ??-???-?? ??:??:?? GMT") || weekday.Length <= 3 || !IsWeekday(weekday)) return false;
        var yearOfCentury = Number(rest[9..11]);
        if (yearOfCentury < 0) return false;
        var year = now.Year - now.Year % 100 + yearOfCentury;
        if (!TryCreate(year, Month(rest[5..8]), Number(rest[2..4]), rest[12..20], out utc)) return false;

        // RFC 9110 section 5.6.7: a date that appears to be more than 50 years in the future belongs to the previous century.
        if (utc > now.AddYears(50)) utc = utc.AddYears(-100);
        return true;
    }

    /// <summary>Creates the time. Returns false if a number is out of range.</summary>
    private static bool TryCreate(int year, int month, int day, ReadOnlySpan<char> time, out DateTime utc)
    {
        utc = default;
        var hour = Number(time[..2]);
        var minute = Number(time[3..5]);
        var second = Number(time[6..8]);
        if (year < 1 || month < 1 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        if (hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 60) return false;
        if (second == 60)
        {
            // DateTime has no leap second; the preceding second is used.
            if (hour != 23 || minute != 59) return false;
            second = 59;
        }

        utc = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc);
        return true;
    }

    /// <summary>Returns true if the text matches the shape, in which a question mark matches any character.</summary>
    private static bool HasShape(ReadOnlySpan<char> text, string shape)
    {
        if (text.Length != shape.Length) return false;
        for (var index = 0; index < shape.Length; index++)
            if (shape[index] != '?' && shape[index] != text[index]) return false;
        return true;
    }

    /// <summary>Returns true if the text is the name of a weekday or its first three letters.</summary>
    private static bool IsWeekday(ReadOnlySpan<char> text)
    {
        foreach (var weekday in s_weekdays)
            if (Ascii.EqualsIgnoreCase(text, text.Length == 3 ? weekday.AsSpan(0, 3) : weekday)) return true;
        return false;
    }

    /// <summary>Returns 1 to 12, or -1 if the text is not a month.</summary>
    private static int Month(ReadOnlySpan<char> text)
    {
        for (var month = 0; month < 12; month++)
            if (Ascii.EqualsIgnoreCase(text, MonthNames.AsSpan(month * 3, 3))) return month + 1;
        return -1;
    }

    /// <summary>Returns the value of up to four digits, or -1 if a character is not a digit.</summary>
    private static int Number(ReadOnlySpan<char> digits)
    {
        var value = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit(digit)) return -1;
            value = value * 10 + (digit - '0');
        }

        return value;
    }
}
