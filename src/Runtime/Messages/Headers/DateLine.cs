// The Date field of one second. A line is immutable and published by writing one reference, so readers need no lock, and a thread that is
// copying an old line keeps it alive. There is no timer: the first reader in a new second creates the next line. Two threads may create one
// at the same time; both lines show the same second, so either may be published last.
//
// A line expires by the tick count, which is cheaper to read than the time of day. So it may be wrong for up to a second after the clock
// was set. The bytes are stored in the object itself, so each second costs one small allocation.
using System.Runtime.CompilerServices;

namespace RouteGen;

internal sealed class DateLine
{
    private const int StatusLength = 17;
    private const int DateLength = 6 + HttpDate.Length + 2;

    private readonly Text _text;
    private readonly long _endTick;

    /// <param name="utc">The time, in UTC.</param>
    /// <param name="tick">The tick count, read no later than the time. A line that expires too late would show a wrong date.</param>
    internal DateLine(DateTime utc, long tick)
    {
        Span<byte> text = _text;
        "HTTP/1.1 200 OK\r\nDate: "u8.CopyTo(text);
        HttpDate.Format(utc, text[(StatusLength + 6)..]);
        "\r\n"u8.CopyTo(text[(StatusLength + 6 + HttpDate.Length)..]);

        // The rest is rounded up. Otherwise every call in the last millisecond of a second would create a line.
        var rest = TimeSpan.TicksPerSecond - utc.Ticks % TimeSpan.TicksPerSecond;
        _endTick = tick + (rest + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond;
    }

    /// <summary>The line <c>Date: Sun, 06 Nov 1994 08:49:37 GMT</c>, CRLF included.</summary>
    internal ReadOnlySpan<byte> Bytes => StatusAndDate[StatusLength..];

    /// <summary>The line <c>HTTP/1.1 200 OK</c> followed by the <c>Date</c> line: the beginning of most heads.</summary>
    internal ReadOnlySpan<byte> StatusAndDate => _text;

    /// <summary>Returns true if the tick is before the end of the second that the line shows.</summary>
    internal bool IsFresh(long tick) => tick < _endTick;

    [InlineArray(StatusLength + DateLength)]
    private struct Text
    {
        private byte _first;
    }
}
