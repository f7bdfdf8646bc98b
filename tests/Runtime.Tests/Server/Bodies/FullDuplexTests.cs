using RouteGen;

namespace Runtime.Tests.Serving;

[Collection(ServerCollection.Name)]
public class FullDuplexTests
{
    private const string Chunked = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
    private const string Get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_handler_answers_while_it_reads(bool isAsync)
    {
        await using var server = ServerFixture.Async(async (w, r) =>
        {
            new ResponseController(w).EnableFullDuplex();
            var buffer = new byte[64];
            if (isAsync)
            {
                for (int count; (count = await r.Body.ReadAsync(buffer)) > 0;)
                {
                    await w.WriteAsync(buffer.AsMemory(0, count));
                    await w.FlushAsync();
                }
            }
            else
            {
                for (int count; (count = r.Body.Read(buffer)) > 0;)
                {
                    w.Write(buffer.AsSpan(0, count));
                    w.Flush();
                }
            }
        });
        var client = server.Connect();
        client.Send(Chunked + "3\r\none\r\n");
        Assert.EndsWith("3\r\none\r\n", client.ReceiveOnce(), StringComparison.Ordinal);
        client.Send("3\r\ntwo\r\n");
        Assert.Equal("3\r\ntwo\r\n", client.ReceiveOnce());
        client.Send("0\r\n\r\n");
        Assert.Equal("0\r\n\r\n", client.ReceiveOnce());
        client.Send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        Assert.Equal(200, client.Read().Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_response_before_a_body_that_is_too_long_to_drain_says_that_the_connection_closes(bool isAsync)
    {
        await using var server = ServerFixture.Async(async (w, _) =>
        {
            new ResponseController(w).EnableFullDuplex();
            if (isAsync) await Task.Yield();
            w.Write("early");
        });
        var client = server.Connect();
        client.Send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\n01234");
        var answer = client.Read();
        Assert.Equal(("early", "close"), (answer.Text, answer["Connection"]));
        client.ExpectGone();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_left_of_the_body_is_drained_behind_the_answer(bool flushes)
    {
        await using var server = new ServerFixture((w, r) =>
        {
            if (r.Method != "POST") return;
            new ResponseController(w).EnableFullDuplex();
            w.Write("early");
            if (flushes) w.Flush();
        });
        var client = server.Connect();
        client.Send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\n01234");
        // The answer is complete before the rest of the request has come.
        Assert.Equal("early", client.Read().Text);
        client.Send("56789" + Get);
        Assert.Equal(200, client.Read().Status);
    }

    [Fact]
    public async Task Too_much_that_is_left_closes_the_connection()
    {
        await using var server = new ServerFixture((w, _) =>
        {
            new ResponseController(w).EnableFullDuplex();
            w.Write("early");
            w.Flush();
        });
        var client = server.Connect();
        client.Send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\n");
        Assert.Equal("early", client.Read().Text);
        client.ExpectEnd();
    }

    [Fact]
    public async Task It_cannot_begin_when_the_head_has_left()
    {
        await using var server = new ServerFixture((w, _) =>
        {
            w.Flush();
            Assert.Throws<InvalidOperationException>(() => new ResponseController(w).EnableFullDuplex());
        });
        Assert.Equal(200, server.Ask(Get).Status);
    }

    [Fact]
    public async Task It_is_not_the_next_requests()
    {
        Exception? seen = null;
        await using var server = new ServerFixture((w, r) =>
        {
            if (r.Path == "/duplex") new ResponseController(w).EnableFullDuplex();
            w.Flush();
            seen = Record.Exception(() => r.Body.CopyTo(Stream.Null));
        });
        var client = server.Connect();
        client.Send("POST /duplex HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\nx");
        Assert.Equal(200, client.Read().Status);
        Assert.Null(seen);
        client.Send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\nx");
        Assert.Equal(200, client.Read().Status);
        Assert.IsType<InvalidOperationException>(seen);
    }

    [Fact]
    public async Task No_continue_is_sent_behind_the_head_of_the_answer()
    {
        await using var server = new ServerFixture((w, r) =>
        {
            new ResponseController(w).EnableFullDuplex();
            w.Write("early");
            w.Flush();
            r.Body.CopyTo(Stream.Null);
        });
        var client = server.Connect();
        client.Send("POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n");
        client.Send("x");
        var answer = client.Read();
        Assert.Equal((200, "early", "close"), (answer.Status, answer.Text, answer["Connection"]));
        client.ExpectEnd();
    }

    [Fact]
    public async Task Reader_and_writer_wait_at_the_same_time_each_within_its_own_limit()
    {
        // More than the system's buffers of a connection hold.
        var block = new byte[16_000_000];
        await using var server = ServerFixture.Async(async (w, r) =>
        {
            new ResponseController(w).EnableFullDuplex();
            var writing = w.WriteAsync(block).AsTask();
            var read = await r.Body.ReadAllBytesAsync();
            await writing;
            await w.WriteAsync(read);
        });
        var client = server.Connect(receiveBufferBytes: 4096);
        client.Send(Chunked + "3\r\nabc\r\n");
        client.Send("0\r\n\r\n");
        var answer = client.Read();
        Assert.Equal(block.Length + 3, answer.Body.Length);
        Assert.Equal("abc"u8, answer.Body.AsSpan(block.Length));
    }
}
