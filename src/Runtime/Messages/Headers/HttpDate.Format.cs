using System.Diagnostics;
using System.Text;

namespace RouteGen;

internal static partial class HttpDate
{
    // The formatters of the BCL would add the time zones, 80 KB, to a native program.
    private static ReadOnlySpan<byte> Days => "SunMonTueWedThuFriSat"u8;

    private static ReadOnlySpan<byte> Months => "JanFebMarAprMayJunJulAugSepOctNovDec"u8;

    /// <summary>Formats a date, truncated to seconds. Go's name: <c>http.TimeFormat</c>.</summary>
    /// <param name="utc">The time, in UTC.</param>
    /// <param name="destination">Receives <see cref="Length"/> bytes.</param>
    internal static void Format(DateTime utc, Span<byte> destination)
    {
        Debug.Assert(utc.Kind != DateTimeKind.Local);
        "Sun, 06 Nov 1994 08:49:37 GMT"u8.CopyTo(destination);
        Days.Slice(3 * (int)utc.DayOfWeek, 3).CopyTo(destination);
        PutTwoDigits(destination[5..], utc.Day);
        Months.Slice(3 * (utc.Month - 1), 3).CopyTo(destination[8..]);
        PutTwoDigits(destination[12..], utc.Year / 100);
        PutTwoDigits(destination[14..], utc.Year % 100);
        PutTwoDigits(destination[17..], utc.Hour);
        PutTwoDigits(destination[20..], utc.Minute);
        PutTwoDigits(destination[23..], utc.Second);
    }

    /// <summary>Formats a date as a string, truncated to seconds.</summary>
    /// <param name="utc">The time, in UTC.</param>
    internal static string Format(DateTime utc)
    {
        Span<byte> text = stackalloc byte[Length];
        Format(utc, text);
        return Encoding.ASCII.GetString(text);
    }

    private static void PutTwoDigits(Span<byte> destination, int number)
    {
        destination[0] = (byte)('0' + (number / 10));
        destination[1] = (byte)('0' + (number % 10));
    }
}
