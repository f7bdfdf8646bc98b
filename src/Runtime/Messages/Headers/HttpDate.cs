namespace RouteGen;

/// <summary>Formats and parses HTTP dates: <c>Sun, 06 Nov 1994 08:49:37 GMT</c> (RFC 9110 section 5.6.7).</summary>
internal static partial class HttpDate
{
    /// <summary>Length of a formatted date, in bytes.</summary>
    internal const int Length = 29;

    private static volatile DateLine? s_line;

    /// <summary>
    /// Returns the line <c>Date: ...</c> for the current second, CRLF included. Callers within a second share the bytes, which never
    /// change. Thread-safe.
    /// </summary>
    internal static ReadOnlySpan<byte> DateLine() => DateLine(Environment.TickCount64);

    /// <summary>Returns the same line as <see cref="DateLine()"/>, for callers that have just read the tick count.</summary>
    /// <param name="tick">A recent value of <see cref="Environment.TickCount64"/>.</param>
    internal static ReadOnlySpan<byte> DateLine(long tick) => LineOf(tick).Bytes;

    /// <summary>Returns the line <c>HTTP/1.1 200 OK</c>, followed by the <c>Date</c> line (<see cref="DateLine(long)"/>).</summary>
    /// <param name="tick">A recent value of <see cref="Environment.TickCount64"/>.</param>
    internal static ReadOnlySpan<byte> OkAndDateLines(long tick) => LineOf(tick).StatusAndDate;

    private static DateLine LineOf(long tick)
    {
        var line = s_line;
        if (line is null || !line.IsFresh(tick)) s_line = line = new DateLine(DateTime.UtcNow, tick);
        return line;
    }
}
