using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;

namespace RouteGen;

/// <summary>Dates as HTTP writes them: <c>Sun, 06 Nov 1994 08:49:37 GMT</c> (RFC 9110 section 5.6.7).</summary>
internal static partial class HttpDate
{
    /// <summary>Length of a written date, in bytes.</summary>
    internal const int Length = 29;

    private static volatile DateLine? s_line;

    /// <summary>Writes a date, cut to seconds. Go's name: <c>http.TimeFormat</c>.</summary>
    /// <param name="utc">The time, in UTC.</param>
    /// <param name="destination">At least <see cref="Length"/> bytes, the number that is written.</param>
    internal static void Format(DateTime utc, Span<byte> destination)
    {
        Debug.Assert(utc.Kind != DateTimeKind.Local);
        var fits = Utf8Formatter.TryFormat(utc, destination, out var written, 'R');
        Debug.Assert(fits && written == Length);
    }

    /// <summary>Variant of the other overload, as a text.</summary>
    /// <param name="utc">The time, in UTC.</param>
    internal static string Format(DateTime utc)
    {
        Debug.Assert(utc.Kind != DateTimeKind.Local);
        return utc.ToString("R", CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// The field line <c>Date: ...</c> of this second with its line end, shared by all callers within the second. Any thread may call; the
    /// bytes never change.
    /// </summary>
    internal static ReadOnlySpan<byte> DateLine() => DateLine(Environment.TickCount64);

    /// <summary>Variant of <see cref="DateLine()"/>, for who knows the time already.</summary>
    /// <param name="tick"><see cref="Environment.TickCount64"/>, read not long ago.</param>
    internal static ReadOnlySpan<byte> DateLine(long tick) => LineOf(tick).Bytes;

    /// <summary>Variant of <see cref="DateLine(long)"/>, after the line <c>HTTP/1.1 200 OK</c>.</summary>
    /// <param name="tick"><see cref="Environment.TickCount64"/>, read not long ago.</param>
    internal static ReadOnlySpan<byte> OkAndDateLines(long tick) => LineOf(tick).StatusAndDate;

    private static DateLine LineOf(long tick)
    {
        var line = s_line;
        if (line is null || !line.IsFresh(tick)) s_line = line = new DateLine(DateTime.UtcNow, tick);
        return line;
    }
}
