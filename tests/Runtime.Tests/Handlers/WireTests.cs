// The helpers behind a real server: what the rented request and the real writer make of them.
using Runtime.Tests.Serving;
using RouteGen;

namespace Runtime.Tests.Handling;

[Collection(ServerCollection.Name)]
public sealed class WireTests
{
    [Fact]
    public async Task An_error_has_its_own_length()
    {
        await using var server = new ServerFixture((w, _) =>
        {
            w.Header.Set("Content-Length", "1000");
            Http.Error(w, "gone", 410);
        });
        var answer = server.Ask("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.Equal((410, "gone\n", "5"), (answer.Status, answer.Text, answer["Content-Length"]));
    }

    [Fact]
    public async Task A_line_end_in_a_target_makes_no_field()
    {
        await using var server = new ServerFixture((w, r) => Http.Redirect(w, r, "/\r\nX: y", 302));
        var answer = server.Ask("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.Equal((302, "/  X: y"), (answer.Status, answer["Location"]));
        Assert.Null(answer["X"]);
    }

    [Fact]
    public async Task A_prefix_is_stripped_for_one_request_after_another()
    {
        await using var server = ServerFixture.Async(async (w, r) =>
        {
            await Http.StripPrefix("/foo", Handler.From(async (w, r) =>
            {
                await Task.Yield();
                w.Write(r.Path);
            })).ServeHttpAsync(w, r);
            w.Write($" of {r.Path}");
        });
        var client = server.Connect();
        for (var round = 0; round < 5; round++)
        {
            client.Send($"GET /foo/{round} HTTP/1.1\r\nHost: a\r\n\r\n");
            Assert.Equal($"/{round} of /foo/{round}", client.Read().Text);
        }
    }

    [Fact]
    public async Task A_body_beyond_its_limit_closes_the_connection_after_the_answer()
    {
        await using var server = ServerFixture.Async(async (w, r) => await Http.MaxBytesHandler(
            Handler.From(async (w, r) =>
            {
                try
                {
                    var body = await r.Body.ReadAllBytesAsync();
                    w.Write($"{body.Length} bytes");
                }
                catch (MaxBytesException failure)
                {
                    Http.Error(w, $"more than {failure.LimitBytes}", 413);
                }
            }),
            10).ServeHttpAsync(w, r));
        var client = server.Connect();
        foreach (var length in new[] { 0, 9, 10 })
        {
            client.Send($"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {length}\r\n\r\n{new string('x', length)}");
            Assert.Equal($"{length} bytes", client.Read().Text);
        }

        client.Send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n6\r\nabcdef\r\n0\r\n\r\n");
        var answer = client.Read();
        Assert.Equal((413, "more than 10\n", "close"), (answer.Status, answer.Text, answer["Connection"]));
        client.ExpectEnd();
    }

    [Theory]
    [InlineData(10)]
    [InlineData(100_000)]
    public async Task A_multipart_form_that_comes_in_pieces_is_read_by_a_handler_that_holds_the_thread(int length)
    {
        await using var server = ServerFixture.Async((w, r) =>
        {
            w.Write($"{r.FormValue("a").Length} {r.FormValue("q")}");
            return Task.CompletedTask;
        });
        var client = server.Connect();
        var body = $"--b\r\nContent-Disposition: form-data; name=a\r\n\r\n{new string('x', length)}\r\n--b--\r\n";
        for (var round = 0; round < 2; round++)
        {
            client.Send(
                "POST /?q=2 HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=b\r\n"
                + $"Content-Length: {body.Length}\r\n\r\n");
            client.SendEach(body, (length / 10) + 1);
            Assert.Equal($"{length} 2", client.Read().Text);
        }
    }

    [Fact]
    public async Task A_form_is_read_by_handlers_that_wait_and_by_handlers_that_hold_the_thread()
    {
        await using var server = ServerFixture.Async(async (w, r) =>
        {
            if (r.Path == "/wait") await Record.ExceptionAsync(async () => await r.ParseFormAsync());
            w.Write($"{r.FormValue("a")} {r.FormValue("q")}");
        });
        var client = server.Connect();
        foreach (var path in new[] { "/wait", "/hold", "/wait" })
        {
            client.Send(
                $"POST {path}?q=2 HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 7\r\n\r\n");
            client.SendEach("a=x+y%2", 1);
            Assert.Equal(" 2", client.Read().Text);
            client.Send(
                $"POST {path}?q=2 HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 8\r\n\r\n");
            client.SendEach("a=x+y%21", 3);
            Assert.Equal("x y! 2", client.Read().Text);
        }
    }
}
