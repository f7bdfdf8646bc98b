using System.Text;

namespace Fuzz.Tests;

public sealed class ParserFuzzTests
{
    private const int InputCount = 6_000;

    // What might make a whole of something that breaks off.
    private static readonly string[] s_continuations =
        ["\r\n\r\n", "\n\r\n", "\r\n0\r\n\r\n", "\n0\r\n\r\n", "0\r\n\r\n", "\"\r\n\r\n0\r\n\r\n", "a: b\r\n\r\n", ": b\r\n\r\n",
            " / HTTP/1.1\r\nHost: h\r\n\r\n", "1\r\nHost: h\r\n\r\n"];

    [Fact]
    public async Task The_parser_reads_what_the_reference_reads_however_the_bytes_arrive()
    {
        var counts = new int[Enum.GetValues<SeenEnd>().Length];
        var messages = 0;
        var done = await FuzzRun.ForEachAsync(InputCount, (input, random) =>
        {
            var expected = ReferenceReader.Read(input);
            counts[(int)expected.End]++;
            messages += expected.Messages.Count;
            var bytes = Encoding.Latin1.GetBytes(input);
            foreach (var step in (Func<int>[])[() => int.MaxValue / 2, () => 1, () => 1 + random.Next(20)])
                Compare(input, expected, ParserReader.Read(bytes, () => Math.Min(bytes.Length + 1, step())));
            return Task.CompletedTask;
        });

        // Each outcome often enough, or the comparison says nothing.
        Assert.All(counts, count => Assert.True(count > done / 50, string.Join(' ', counts)));
        Assert.True(messages > done / 2, $"{messages} requests in {done} inputs");
    }

    private static void Compare(string input, Seen expected, Seen seen)
    {
        Assert.Equal(expected.Messages, seen.Messages);
        Assert.Equal(expected.Position, seen.Position);
        if (expected.End == SeenEnd.Incomplete && seen.End == SeenEnd.Rejected)
        {
            // The parser gives up inside a line that the reference has not seen the end of. Then no end of that line may save it.
            foreach (var continuation in s_continuations)
                Assert.Equal(expected.Messages.Count, ReferenceReader.Read(input + continuation).Messages.Count);
            return;
        }

        Assert.Equal(expected.End, seen.End);
    }
}
