using System.Buffers;
using System.Text;
using RouteGen;

namespace Runtime.Tests.Serving;

[Collection(ServerCollection.Name)]
public class ResponseFramingTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    private const string Head = "HEAD / HTTP/1.1\r\nHost: h\r\n\r\n";

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2048)]
    public async Task A_body_of_up_to_2048_bytes_gets_its_length(int length)
    {
        await using var server = new ServerFixture((w, _) =>
        {
            for (var index = 0; index < length; index++) w.Write("x"u8);
        });
        var client = server.Connect();
        client.Send(Get);
        var answer = client.Read();
        Assert.Equal(length.ToString(), answer["Content-Length"]);
        Assert.Equal(length, answer.Body.Length);
        Assert.Equal(length > 0 ? "Date Content-Length Content-Type" : "Date Content-Length", answer.Names);
    }

    [Theory]
    [InlineData(2049, 2049)]
    [InlineData(2049, 1)]
    [InlineData(3000, 1500)]
    [InlineData(200_000, 200_000)]
    [InlineData(200_000, 1000)]
    public async Task A_longer_body_is_chunked_and_its_type_is_guessed(int length, int pieceLength)
    {
        var body = Encoding.Latin1.GetBytes(
            "<html>" + string.Concat(Enumerable.Range(0, length).Select(number => (char)('a' + (number % 26))))).AsSpan(0, length)
                .ToArray();
        await using var server = new ServerFixture((w, _) =>
        {
            for (var start = 0; start < length; start += pieceLength) w.Write(body.AsSpan(start, Math.Min(pieceLength, length - start)));
        });
        var client = server.Connect();
        client.Send(Get + Get);
        for (var round = 0; round < 2; round++)
        {
            var answer = client.Read();
            Assert.Equal("chunked", answer["Transfer-Encoding"]);
            Assert.Equal("text/html; charset=utf-8", answer["Content-Type"]);
            Assert.Equal(body, answer.Body);
        }
    }

    [Fact]
    public async Task The_type_is_guessed_from_a_whole_block_also_when_its_beginning_was_held_back()
    {
        await using var server = new ServerFixture((w, _) =>
        {
            w.Write("   "u8);
            w.Write(Encoding.Latin1.GetBytes("<!DOCTYPE HTML>" + new string('x', 5000)));
        });
        Assert.Equal("text/html; charset=utf-8", server.Ask(Get)["Content-Type"]);
    }

    [Fact]
    public async Task On_Http_10_a_longer_body_ends_with_the_connection()
    {
        await using var server = new ServerFixture((w, _) => w.Write(new byte[5000]));
        var client = server.Connect();
        client.Send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        var answer = client.Read();
        Assert.Null(answer["Transfer-Encoding"]);
        Assert.Null(answer["Connection"]);
        Assert.Equal(5000, answer.Body.Length);
        server.ExpectNoConn();
    }

    [Theory]
    [InlineData(0, null, null)]
    [InlineData(5, "5", null)]
    [InlineData(3000, null, null)]
    public async Task Head_gets_the_head_of_a_get(int length, string? contentLength, string? transferEncoding)
    {
        await using var server = new ServerFixture((w, _) =>
        {
            if (length > 0) w.Write(new byte[length]);
        });
        var client = server.Connect();
        client.Send(Head);
        var answer = client.Read(isHead: true);
        Assert.Equal(contentLength, answer["Content-Length"]);
        Assert.Equal(transferEncoding, answer["Transfer-Encoding"]);
        client.Send(Head);
        Assert.Equal(200, client.Read(isHead: true).Status);
    }

    [Fact]
    public async Task Head_keeps_a_declared_length_and_needs_no_write()
    {
        await using var server = new ServerFixture((w, _) => w.Header.Set("Content-Length", "12345"));
        var client = server.Connect();
        for (var round = 0; round < 2; round++)
        {
            client.Send(Head);
            Assert.Equal("12345", client.Read(isHead: true)["Content-Length"]);
        }
    }

    [Theory]
    [InlineData(204)]
    [InlineData(304)]
    public async Task A_status_without_a_body_has_none_and_the_connection_goes_on(int status)
    {
        Exception? seen = null;
        await using var server = new ServerFixture((w, _) =>
        {
            w.Header.Set("Content-Length", "5");
            w.Header.Set("Content-Type", "a/b");
            w.WriteHeader(status);
            seen = Record.Exception(() => w.Write("hello"));
        });
        var client = server.Connect();
        for (var round = 0; round < 2; round++)
        {
            client.Send(Get);
            var answer = client.Read();
            Assert.Equal(status, answer.Status);
            Assert.Null(answer["Content-Length"]);
            Assert.Null(answer["Transfer-Encoding"]);
            Assert.Equal(status == 204 ? "a/b" : null, answer["Content-Type"]);
            Assert.IsType<InvalidOperationException>(seen);
        }
    }

    [Fact]
    public async Task A_body_shorter_than_declared_closes_the_connection()
    {
        await using var server = new ServerFixture((w, _) =>
        {
            w.Header.Set("Content-Length", "10");
            w.Write("hello"u8);
        });
        var client = server.Connect();
        client.Send(Get);
        var received = client.ReadToEnd();
        Assert.Contains("Content-Length: 10\r\n", received, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nhello", received, StringComparison.Ordinal);
        server.TakeLog("declared 10 bytes, wrote 5 bytes");
    }

    [Fact]
    public async Task A_write_beyond_the_declared_length_fails_sends_nothing_of_it_and_closes_the_connection()
    {
        Exception? seen = null;
        await using var server = new ServerFixture((w, _) =>
        {
            w.Header.Set("Content-Length", "3");
            w.Write("abc"u8);
            seen = Record.Exception(() => w.Write("d"u8));
        });
        var client = server.Connect();
        client.Send(Get + Get);
        Assert.Equal("abc", client.Read().Text);
        client.ExpectEnd();
        Assert.IsType<InvalidOperationException>(seen);
        server.TakeLog("declared 3 bytes, wrote more bytes");
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("+5")]
    [InlineData("5, 5")]
    [InlineData("99999999999999999999")]
    public async Task A_declared_length_that_is_none_is_left_out_and_logged(string length)
    {
        await using var server = new ServerFixture((w, _) =>
        {
            w.Header.Set("Content-Length", length);
            w.Write("hello"u8);
        });
        var answer = server.Ask(Get);
        server.TakeLog("not a length");
        // None is added in its place, since nobody knows what the handler meant.
        Assert.Null(answer["Content-Length"]);
        Assert.Equal("chunked", answer["Transfer-Encoding"]);
        Assert.Equal("hello", answer.Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Flush_sends_what_there_is(bool isAsync)
    {
        using var go = new SemaphoreSlim(0);
        await using var server = ServerFixture.Async(async (w, _) =>
        {
            for (var piece = 0; piece < 3; piece++)
            {
                w.Write($"piece {piece};");
                if (isAsync) await w.FlushAsync();
                else w.Flush();
                await go.WaitAsync();
            }
        });
        var client = server.Connect();
        client.Send(Get);
        var received = "";
        for (var piece = 0; piece < 3; piece++)
        {
            while (!received.Contains($"piece {piece};", StringComparison.Ordinal)) received += client.ReceiveOnce();
            Assert.Contains("Transfer-Encoding: chunked\r\n", received, StringComparison.Ordinal);
            go.Release();
        }

        while (!received.EndsWith("0\r\n\r\n", StringComparison.Ordinal)) received += client.ReceiveOnce();
    }

    [Fact]
    public async Task The_writer_lends_its_buffer()
    {
        await using var server = new ServerFixture((w, r) =>
        {
            var total = int.Parse(r.RawQuery);
            for (var written = 0; written < total;)
            {
                var span = w.GetSpan(written % 3 == 0 ? 0 : 700);
                var count = Math.Min(Math.Min(span.Length, 333), total - written);
                for (var index = 0; index < count; index++) span[index] = (byte)('a' + ((written + index) % 26));
                w.Advance(count);
                written += count;
            }

            w.Advance(0);
        });
        var client = server.Connect();
        foreach (var total in (int[])[0, 1, 333, 2000, 2048, 2049, 10_000, 100_000])
        {
            client.Send($"GET /?{total} HTTP/1.1\r\nHost: h\r\n\r\n");
            var answer = client.Read();
            Assert.Equal(total, answer.Body.Length);
            for (var index = 0; index < total; index++) Assert.Equal((byte)('a' + (index % 26)), answer.Body[index]);
        }
    }

    [Fact]
    public async Task What_was_lent_is_not_lost_when_the_head_leaves_in_between()
    {
        Exception? seen = null;
        await using var server = new ServerFixture((w, _) =>
        {
            "lost"u8.CopyTo(w.GetSpan());
            w.Flush();
            seen = Record.Exception(() => w.Advance(4));
        });
        var answer = server.Ask(Get);
        Assert.True(answer.Text == "lost" || seen is InvalidOperationException, "four bytes were taken and never sent");
    }

    [Fact]
    public async Task Advance_takes_no_more_than_was_lent()
    {
        Exception? seen = null;
        await using var server = new ServerFixture((w, _) =>
        {
            w.GetSpan();
            seen = Record.Exception(() => w.Advance(1 << 20));
        });
        Assert.Equal(200, server.Ask(Get).Status);
        Assert.IsType<ArgumentOutOfRangeException>(seen);
    }

    [Fact]
    public async Task A_second_status_is_ignored_and_logged()
    {
        await using var server = new ServerFixture((w, _) =>
        {
            w.WriteHeader(201);
            w.WriteHeader(500);
            w.Write("x");
        });
        Assert.Equal(201, server.Ask(Get).Status);
        server.TakeLog("is ignored");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(99)]
    [InlineData(1000)]
    [InlineData(-200)]
    public async Task A_status_that_is_none_fails_the_handler(int status)
    {
        await using var server = new ServerFixture((w, _) => w.WriteHeader(status));
        Assert.Equal(500, server.Ask(Get).Status);
        server.TakeLog("A handler failed");
    }

    [Fact]
    public async Task A_status_without_a_name_is_described_by_its_number()
    {
        await using var server = new ServerFixture((w, _) => w.WriteHeader(799));
        Assert.Equal("status code 799", server.Ask(Get).Reason);
    }
}
