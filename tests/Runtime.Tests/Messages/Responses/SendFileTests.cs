using System.Text;
using Microsoft.Win32.SafeHandles;
using RouteGen;
using RouteGen.Tests;

namespace Runtime.Tests.Messages;

/// <summary>The copying <see cref="ResponseWriter.SendFileAsync"/> that writers inherit.</summary>
public sealed class SendFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData(0, 10, "0123456789")]
    [InlineData(3, 4, "3456")]
    [InlineData(10, 0, "")]
    public async Task A_part_of_a_file_becomes_a_part_of_the_body(long offset, long count, string expected)
    {
        var writer = new RecordingWriter();
        using var file = Open("0123456789"u8);
        await writer.SendFileAsync(file, offset, count);
        Assert.Equal(expected, writer.Body);
    }

    [Fact]
    public async Task A_file_of_many_blocks_is_copied_whole()
    {
        var content = string.Concat(Enumerable.Range(0, 40_000).Select(number => number.ToString("D6")));
        var writer = new RecordingWriter();
        using var file = Open(Encoding.ASCII.GetBytes(content));
        await writer.SendFileAsync(file, 1, content.Length - 1);
        Assert.Equal(content[1..], writer.Body);
    }

    [Fact]
    public async Task A_file_that_is_too_short_fails()
    {
        using var file = Open("0123456789"u8);
        await Assert.ThrowsAsync<EndOfStreamException>(async () => await new RecordingWriter().SendFileAsync(file, 5, 6));
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(1, -1)]
    public async Task Nothing_lies_before_a_file(long offset, long count)
    {
        using var file = Open("0123456789"u8);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await new RecordingWriter().SendFileAsync(file, offset, count));
    }

    private SafeFileHandle Open(ReadOnlySpan<byte> content)
    {
        File.WriteAllBytes(_path, content.ToArray());
        return File.OpenHandle(_path);
    }
}
