// The Date field of one second. A line is made, published by swapping one reference, and never changed, so that readers need no lock, and a
// thread that still copies from an old line keeps it alive. There is no timer: the first reader in a new second makes the next line. Two
// threads may both do so; the loser's line lives as long as its second all the same, so the order of the two swaps does not matter.
//
// Freshness is judged by the tick count, which is cheaper to read than the time of day. When the time of day is set, a line is
// therefore wrong for at most a second more. The bytes lie in the object itself: one small allocation a second.
using System.Runtime.CompilerServices;

namespace RouteGen;

internal sealed class DateLine
{
    private const int StatusLength = 17;
    private const int DateLength = 6 + HttpDate.Length + 2;

    private readonly Text _text;
    private readonly long _endTick;

    /// <param name="utc">The time, in UTC.</param>
    /// <param name="tick">The tick count of that time or of a moment before: ending early costs a line, ending late a wrong date.</param>
    internal DateLine(DateTime utc, long tick)
    {
        Span<byte> text = _text;
        "HTTP/1.1 200 OK\r\nDate: "u8.CopyTo(text);
        HttpDate.Format(utc, text[(StatusLength + 6)..]);
        "\r\n"u8.CopyTo(text[(StatusLength + 6 + HttpDate.Length)..]);

        // Rounded up, or every call in the last millisecond of a second would make a line.
        var rest = TimeSpan.TicksPerSecond - utc.Ticks % TimeSpan.TicksPerSecond;
        _endTick = tick + (rest + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond;
    }

    /// <summary><c>Date: Sun, 06 Nov 1994 08:49:37 GMT</c> and the line end.</summary>
    internal ReadOnlySpan<byte> Bytes => StatusAndDate[StatusLength..];

    /// <summary>The same after the status line of most responses, the beginning of most heads.</summary>
    internal ReadOnlySpan<byte> StatusAndDate => _text;

    /// <summary>True if the tick is within the second that this line shows.</summary>
    internal bool IsFresh(long tick) => tick < _endTick;

    [InlineArray(StatusLength + DateLength)]
    private struct Text
    {
        private byte _first;
    }
}
