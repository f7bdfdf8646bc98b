using Microsoft.Win32.SafeHandles;
using RouteGen;

namespace Runtime.Tests.Serving;

[Collection(ServerCollection.Name)]
public sealed class SendFileTests : IDisposable
{
    private const string Get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    private readonly string _path = Path.GetTempFileName();
    private readonly byte[] _content = new byte[5_000_000];

    public SendFileTests()
    {
        new Random(1).NextBytes(_content);
        File.WriteAllBytes(_path, _content);
    }

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 100)]
    [InlineData(7, 16 * 1024)]
    [InlineData(7, 16 * 1024 + 1)]
    [InlineData(1, 4_999_999)]
    public async Task A_part_of_a_file_is_sent_with_a_length_and_without(int offset, int count)
    {
        await using var server = ServerFixture.Async((w, r) => ServeAsync(w, offset, count, isDeclared: r.Path == "/declared"));
        var client = server.Connect(receiveBufferBytes: 4096);
        client.Send("GET /declared HTTP/1.1\r\nHost: h\r\n\r\n" + Get);
        for (var round = 0; round < 2; round++)
        {
            var answer = client.Read();
            Assert.Equal(200, answer.Status);
            Assert.True(answer.Body.AsSpan().SequenceEqual(_content.AsSpan(offset, count)));
        }
    }

    [Fact]
    public async Task What_was_written_before_and_after_keeps_its_place()
    {
        await using var server = ServerFixture.Async(async (w, _) =>
        {
            w.Header.Set("Content-Length", "100006");
            w.Write("abc"u8);
            using var file = Open();
            await w.SendFileAsync(file, 0, 50_000);
            await w.SendFileAsync(file, 50_000, 50_000);
            w.Write("xyz"u8);
        });
        var client = server.Connect();
        client.Send(Get + Get);
        for (var round = 0; round < 2; round++)
        {
            var body = client.Read().Body;
            Assert.Equal("abc"u8, body.AsSpan(0, 3));
            Assert.True(body.AsSpan(3, 100_000).SequenceEqual(_content.AsSpan(0, 100_000)));
            Assert.Equal("xyz"u8, body.AsSpan(100_003));
        }
    }

    [Fact]
    public async Task The_type_is_guessed_from_the_files_beginning()
    {
        File.WriteAllText(_path, "<html>" + new string('x', 100_000));
        await using var server = ServerFixture.Async((w, _) => ServeAsync(w, 0, 100_000, isDeclared: true));
        var answer = server.Ask(Get);
        Assert.Equal("text/html; charset=utf-8", answer["Content-Type"]);
        Assert.Equal(100_000, answer.Body.Length);
    }

    [Fact]
    public async Task Head_gets_no_body()
    {
        await using var server = ServerFixture.Async((w, _) => ServeAsync(w, 0, 1_000_000, isDeclared: true));
        var client = server.Connect();
        client.Send("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n" + Get);
        Assert.Equal("1000000", client.Read(isHead: true)["Content-Length"]);
        Assert.Equal(1_000_000, client.Read().Body.Length);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_that_is_too_short_cuts_the_answer(bool isCaught)
    {
        await using var server = ServerFixture.Async(async (w, _) =>
        {
            w.Header.Set("Content-Length", "6000000");
            using var file = Open();
            if (isCaught) await Assert.ThrowsAsync<EndOfStreamException>(async () => await w.SendFileAsync(file, 0, 6_000_000));
            else await w.SendFileAsync(file, 0, 6_000_000);
        });
        var client = server.Connect();
        client.Send(Get);
        var received = client.ReadToEnd();
        Assert.InRange(received.Length, _content.Length, _content.Length + 300);
        if (!isCaught) server.TakeLog("The file ended");
    }

    [Fact]
    public async Task More_than_was_declared_is_refused_and_nothing_of_it_is_sent()
    {
        await using var server = ServerFixture.Async(async (w, _) =>
        {
            w.Header.Set("Content-Length", "3");
            w.Write("abc"u8);
            using var file = Open();
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await w.SendFileAsync(file, 0, 100_000));
        });
        Assert.Equal("abc", server.Ask(Get).Text);
        server.TakeLog("declared 3 bytes, wrote more bytes");
    }

    [Fact]
    public async Task A_peer_that_goes_away_ends_it()
    {
        Exception? seen = null;
        await using var server = ServerFixture.Async(async (w, _) =>
        {
            w.Header.Set("Content-Length", _content.Length.ToString());
            using var file = Open();
            seen = await Record.ExceptionAsync(async () => await w.SendFileAsync(file, 0, _content.Length));
        });
        var client = server.Connect(receiveBufferBytes: 4096);
        client.Send(Get);
        client.ReceiveOnce();
        client.Reset();
        server.ExpectNoConn();
        Assert.IsType<TransportException>(seen);
    }

    [Fact]
    public async Task Cancelling_ends_it_and_cuts_the_answer()
    {
        using var source = new CancellationTokenSource();
        using var begun = new SemaphoreSlim(0);
        await using var server = ServerFixture.Async(async (w, _) =>
        {
            w.Header.Set("Content-Length", _content.Length.ToString());
            using var file = Open();
            var sending = w.SendFileAsync(file, 0, _content.Length, source.Token);
            begun.Release();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await sending);
        });
        var client = server.Connect(receiveBufferBytes: 4096);
        client.Send(Get);
        Assert.True(await begun.WaitAsync(Eventually.Patience));
        source.Cancel();
        client.ExpectGone();
    }

    private async Task ServeAsync(ResponseWriter w, int offset, int count, bool isDeclared)
    {
        if (isDeclared) w.Header.Set("Content-Length", count.ToString());
        using var file = Open();
        await w.SendFileAsync(file, offset, count);
    }

    private SafeFileHandle Open() => File.OpenHandle(_path);
}
