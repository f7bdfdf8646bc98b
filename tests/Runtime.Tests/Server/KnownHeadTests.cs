using System.Text;
using RouteGen;
using RouteGen.Protocol;

namespace Runtime.Tests.Serving;

/// <summary>A head that has the bytes of the one before is not parsed again: nobody may notice.</summary>
[Collection(ServerCollection.Name)]
public sealed class KnownHeadTests
{
    private static void Echo(ResponseWriter w, Request r)
    {
        w.Write($"{r.Method} {r.Path} {r.RawQuery} {r.Header.Get("X-A")} {r.Header.Count} {r.ContentLength} ");
        var buffer = new byte[16];
        for (int count; (count = r.Body.Read(buffer)) > 0;) w.Write(buffer.AsSpan(0, count));
        // What a handler does to its request is not the next one's.
        r.Header.Set("X-A", "changed");
        r.Method = "CHANGED";
    }

    [Theory]
    [InlineData("GET /a?b HTTP/1.1\r\nHost: h\r\nX-A: 1\r\n\r\n", "", "GET /a b 1 1 0 ")]
    [InlineData("POST /p HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\n", "abc", "POST /p   1 3 abc")]
    [InlineData("POST /p HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n", "3\r\nabc\r\n0\r\n\r\n", "POST /p   0 -1 abc")]
    public async Task The_same_request_again_is_answered_the_same_in_every_split(string head, string body, string answer)
    {
        await using var server = new ServerFixture(Echo);
        var three = string.Concat(Enumerable.Repeat(head + body, 3));
        for (var piece = 1; piece <= three.Length; piece += piece < 4 ? 1 : 13)
        {
            using var client = server.Connect();
            client.SendEach(three, piece);
            for (var count = 0; count < 3; count++) Assert.Equal(answer, client.Read().Text);
        }
    }

    [Fact]
    public async Task A_head_that_differs_in_one_byte_anywhere_is_read_anew()
    {
        await using var server = new ServerFixture((w, r) => w.Write($"{r.Path}{r.Header.Get("X-A")}"));
        using var client = server.Connect();
        foreach (
            var (
                path, value) in new[]
                    { ("/ab", "12345678"), ("/ac", "12345678"), ("/ac", "12345679"), ("/ac", "1234567"), ("/ac", "123456789"),
                        ("/ab", "12345678") })
        {
            client.Send($"GET {path} HTTP/1.1\r\nHost: h\r\nX-A: {value}\r\n\r\n");
            Assert.Equal(path + value, client.Read().Text);
        }
    }

    [Fact]
    public async Task After_a_head_that_breaks_off_the_one_before_is_not_remembered()
    {
        await using var server = new ServerFixture((w, r) => w.Write(r.Path));
        const string Get = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";
        using (var first = server.Connect())
        {
            first.Send(Get + "GET /b HTTP/1.1\r\nHost");
            Assert.Equal("/a", first.Read().Text);
            first.EndSending();
            Assert.Equal(400, first.Read().Status);
        }

        using var second = server.Connect();
        second.Send(Get);
        Assert.Equal("/a", second.Read().Text);
    }

    [Fact]
    public async Task A_server_with_smaller_limits_does_not_take_over_what_another_has_read()
    {
        await using var lenient = new ServerFixture((w, _) => w.Write("ok"));
        await using var strict = new ServerFixture((w, _) => w.Write("ok"), new ServerOptions { MaxHeaderCount = 2 });
        await using var narrow = new ServerFixture((w, _) => w.Write("ok"), new ServerOptions { MaxRequestLineBytes = 14 });
        const string Get = "GET /a HTTP/1.1\r\nHost: h\r\nX-A: 1\r\nX-B: 1\r\n\r\n";
        for (var round = 0; round < 20; round++)
        {
            Assert.Equal(200, lenient.Ask(Get).Status);
            Assert.Equal(431, strict.Ask(Get).Status);
            Assert.Equal(200, lenient.Ask(Get).Status);
            Assert.Equal(414, narrow.Ask(Get).Status);
        }
    }

    [Fact]
    public void Comparing_looks_at_every_byte()
    {
        var text = Encoding.ASCII.GetBytes("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
        for (var length = 0; length <= text.Length; length++)
        {
            var other = text[..length];
            Assert.True(WireBytes.AreSame(text.AsSpan(0, length), other));
            for (var index = 0; index < length; index++)
            {
                other[index] ^= 0x80;
                Assert.False(WireBytes.AreSame(text.AsSpan(0, length), other));
                other[index] ^= 0x80;
            }
        }
    }
}
