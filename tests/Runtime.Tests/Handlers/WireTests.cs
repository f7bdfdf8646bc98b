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
}
