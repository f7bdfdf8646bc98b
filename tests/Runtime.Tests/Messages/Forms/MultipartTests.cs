using System.Text;

namespace RouteGen.Tests.Messages;

public sealed class MultipartTests
{
    private const string Two =
        "preamble\r\n--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\none\r\n-\r\n--\r\n two\r\n" +
        "--b \t\r\nContent-Disposition: form-data; name=f; filename=\"x.txt\"\r\nContent-Type: "
            + "text/plain\r\n\r\n\r\n\r\n--b--\r\nepilogue --b\r\n";

    private const string TwoShown = "a||one\r\n-\r\n--\r\n two # f|x.txt|\r\n";

    [Fact]
    public async Task Parts_are_read_whatever_the_pieces_are_in_which_they_arrive()
    {
        for (var split = 0; split <= Two.Length; split++) Assert.Equal(TwoShown, await Show(Two, split));
        Assert.Equal(TwoShown, await Show(Two, step: 1));
        Assert.Equal(TwoShown, await Show(Two, step: 7));
    }

    [Fact]
    public async Task Content_that_ends_before_the_last_boundary_is_refused_wherever_it_ends()
    {
        var last = Two.IndexOf("--b--", StringComparison.Ordinal) + 5;
        for (var length = 0; length < last; length++)
            await Assert.ThrowsAsync<BadRequestException>(() => Show(Two[..length]));
        Assert.Equal(TwoShown, await Show(Two[..last]));
    }

    [Theory]
    [InlineData("--b--", "")]
    [InlineData("--b\r\n\r\n--b--", "||")]
    [InlineData("--b\r\n\r\n\r\n--b--", "||")]
    [InlineData("--b\r\nX: y\r\n\r\n--b\r\n\r\nx\r\n--b--", "|| # ||x")]
    [InlineData("\r\n--b\r\n\r\nx\r\n--b--", "||x")]
    [InlineData("--a\r\n--b\r\n\r\nx\r\n--b--", "||x")]
    public async Task Empty_parts_and_preambles_are_read(string content, string shown) => Assert.Equal(shown, await Show(content, step: 1));

    [Theory]
    [InlineData("--bx\r\n\r\nx\r\n--b--")]
    [InlineData("--b\r\n\r\nx\r\n--b-x")]
    [InlineData("--b\r\n\r\nx\r\n--bx\r\n--b--")]
    [InlineData("--b\n\nx\n--b--")]
    [InlineData("--b\r\nX: y\n\r\n\r\n--b--")]
    [InlineData("--b\r\nX: y\r\n z\r\n\r\nx\r\n--b--")]
    [InlineData("--b\r\nX : y\r\n\r\nx\r\n--b--")]
    [InlineData("--b\r\nno field\r\n\r\nx\r\n--b--")]
    [InlineData("--b\r\nX: a\0b\r\n\r\nx\r\n--b--")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"a\"; name=\"b\"\r\n\r\nx\r\n--b--")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"a\r\n\r\nx\r\n--b--")]
    [InlineData("no boundary at all")]
    [InlineData("")]
    public async Task Anything_else_is_refused(string content)
    {
        await Assert.ThrowsAsync<BadRequestException>(() => Show(content));
        await Assert.ThrowsAsync<BadRequestException>(() => Show(content, step: 1));
    }

    [Theory]
    [InlineData("name=\"a\\\"b\"", "a\"b", "")]
    [InlineData("name=\"a%0D%0Ab\"", "a%0D%0Ab", "")]
    [InlineData("name=é; filename=\"ü.txt\"", null, "")]
    [InlineData("name=\"é\"; filename=\"ü.txt\"", "é", "ü.txt")]
    [InlineData("NAME=a; FileName=\"C:\\dev\\go\\foo.txt\"", "a", "foo.txt")]
    [InlineData("name=a; filename=\"../../etc/passwd\"", "a", "passwd")]
    [InlineData("name=a; filename=\"a/..\"", "a", "")]
    [InlineData("name=a; filename=\"..\\..\"", "a", "")]
    [InlineData("name=a; filename*=UTF-8''x.txt", "a", "x.txt")]
    public async Task Names_are_decoded_and_file_names_reduced_to_their_base(string parameters, string? name, string fileName)
    {
        var content = $"--b\r\nContent-Disposition: form-data; {parameters}\r\n\r\nx\r\n--b--";
        if (name is null) await Assert.ThrowsAsync<BadRequestException>(() => Show(content));
        else Assert.Equal($"{name}|{fileName}|x", await Show(content));
    }

    [Fact]
    public async Task Parts_fields_heads_and_padding_are_bounded()
    {
        string Parts(int count, string head) => string.Concat(Enumerable.Repeat($"--b\r\n{head}\r\n\r\n", count)) + "--b--";
        Assert.NotEmpty(await Show(Parts(1000, "")));
        await Assert.ThrowsAsync<BadRequestException>(() => Show(Parts(1001, "")));
        var fields = string.Concat(Enumerable.Repeat("X: y\r\n", 101));
        Assert.NotEmpty(await Show(Parts(99, fields)));
        await Assert.ThrowsAsync<BadRequestException>(() => Show(Parts(100, fields)));
        Assert.NotEmpty(await Show(Parts(2, "X: " + new string('y', 65_000) + "\r\n")));
        await Assert.ThrowsAsync<BadRequestException>(() => Show(Parts(1, "X: " + new string('y', 66_000) + "\r\n")));
        await Assert.ThrowsAsync<BadRequestException>(() => Show("--b" + new string(' ', 300) + "\r\n\r\n\r\n--b--"));
    }

    [Fact]
    public async Task An_endless_head_is_refused_before_it_is_buffered()
    {
        var request = Make(Body.From(new EndlessStream("--b\r\nX: "u8.ToArray(), (byte)'y')), "multipart/form-data; boundary=b");
        var reader = request.MultipartReader();
        var before = GC.GetAllocatedBytesForCurrentThread();
        await Assert.ThrowsAsync<BadRequestException>(async () => await reader.NextPartAsync());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public async Task A_part_that_is_not_read_is_skipped_and_cannot_be_read_afterwards()
    {
        var request = Make(Two, "multipart/form-data; boundary=b");
        var reader = request.MultipartReader();
        var first = await reader.NextPartAsync();
        Assert.Equal(1, first!.Read(new byte[1]));
        var second = await reader.NextPartAsync();
        Assert.Equal(("f", true, "text/plain"), (second!.Name, second.IsFile, second.Header.Get("Content-Type")));
        Assert.Throws<InvalidOperationException>(() => first.Read(new byte[1]));
        Assert.Equal("\r\n", await second.ReadAllTextAsync());
        Assert.Null(await reader.NextPartAsync());
        Assert.Null(await reader.NextPartAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("text/plain")]
    [InlineData("multipart/form-data")]
    [InlineData("multipart/form-data; boundary=")]
    [InlineData("multipart/form-data; boundary=\"\"")]
    [InlineData("multipart/form-data; boundary=a; boundary=b")]
    [InlineData("multipart/form-data; boundary=\"a \"")]
    [InlineData("multipart/form-data; boundary=\"a\u00e9\"")]
    [InlineData("multipart/form-data; boundary=\"a")]
    [InlineData("multipart/form-data; boundary=0123456789012345678901234567890123456789012345678901234567890123456789x")]
    public void A_missing_or_malformed_boundary_is_refused(string type) =>
        Assert.Throws<BadRequestException>(() => Make("", type).MultipartReader());

    private static async Task<string> Show(string content, int split = 0, int step = int.MaxValue)
    {
        var bytes = Encoding.UTF8.GetBytes(content);
        var request = Make(Body.From(new PieceStream(bytes, split, step)), "multipart/form-data; boundary=\"b\"");
        var reader = request.MultipartReader();
        var shown = new List<string>();
        while (await reader.NextPartAsync() is { } part)
        {
            // One half by the thread, the other without.
            var text = new StringBuilder();
            var one = new byte[1];
            if (part.Read(one) > 0) text.Append((char)one[0]);
            shown.Add($"{part.Name}|{part.FileName}|{text}{await part.ReadAllTextAsync()}");
        }

        return string.Join(" # ", shown);
    }

    private static Request Make(Body body, string type)
    {
        var request = TestRequest.New("POST", "/", body);
        if (type.Length > 0) request.Header.Set("Content-Type", type);
        return request;
    }

    private sealed class PieceStream(byte[] bytes, int split, int step) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Room(buffer.Length)]);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            new(Read(buffer.Span));

        private int Room(int length) => Math.Min(length, Position < split ? split - (int)Position : step);
    }

    private sealed class EndlessStream(byte[] beginning, byte filler) : MemoryStream(beginning)
    {
        public override int Read(Span<byte> buffer)
        {
            if (base.Read(buffer) is var count and > 0) return count;
            buffer.Fill(filler);
            return buffer.Length;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            new(Read(buffer.Span));
    }
}
