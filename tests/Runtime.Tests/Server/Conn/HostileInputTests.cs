using System.Text;
using RouteGen;

namespace Runtime.Tests.Serving;

[Collection(ServerCollection.Name)]
public class HostileInputTests
{
    private static readonly string[] s_pieces =
    [
        "GET / HTTP/1.1\r\n", "POST /a HTTP/1.1\r\n", "HEAD * HTTP/1.0\r\n", "Host: h\r\n", "Content-Length: 5\r\n",
        "Content-Length: 99999999\r\n",
        "Transfer-Encoding: chunked\r\n", "Expect: 100-continue\r\n", "Connection: close\r\n", "Connection: keep-alive\r\n", "\r\n",
        "\r\n\r\n", "hello", "5\r\nhello\r\n",
        "0\r\n\r\n", "fffffffffffffffff\r\n", "\n", "\0", "\u00ff", " ", ":", "A: b\r\n", "Trailer: X\r\n", "OPTIONS * HTTP/1.1\r\n",
        "CONNECT h:1 HTTP/1.1\r\n",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Random_bytes_on_many_connections_do_no_harm(int seed)
    {
        await using var server = ServerFixture.Async(async (w, r) =>
        {
            switch (r.Path.Length % 3)
            {
                case 0:
                    w.Write("x");
                    break;
                case 1:
                    w.Write(new byte[3000]);
                    break;
                default:
                    try
                    {
                        w.Write(await r.Body.ReadAllBytesAsync());
                    }
                    catch (IOException)
                    {
                        w.WriteHeader(400);
                    }

                    break;
            }
        });
        var random = new Random(seed);
        for (var batch = 0; batch < 10; batch++)
        {
            var clients = Enumerable.Range(0, 20).Select(_ => server.Connect()).ToList();
            for (var round = 0; round < 8; round++)
                foreach (var client in clients) client.SendWhileTaken(Piece(random));
            foreach (var client in clients)
            {
                if (random.Next(3) == 0) client.Reset();
                else client.Dispose();
            }
        }

        server.ExpectNoConn();
        Assert.Equal("x", server.Ask("GET /12 HTTP/1.1\r\nHost: h\r\n\r\n").Text);
    }

    private static byte[] Piece(Random random)
    {
        if (random.Next(8) == 0)
        {
            var noise = new byte[random.Next(1, 3000)];
            random.NextBytes(noise);
            return noise;
        }

        var text = new StringBuilder();
        for (var count = random.Next(1, 10); count > 0; count--) text.Append(s_pieces[random.Next(s_pieces.Length)]);
        return Encoding.Latin1.GetBytes(text.ToString());
    }

    [Fact]
    public async Task Connections_that_come_and_go_at_once_leave_nothing()
    {
        await using var server = new ServerFixture((w, _) => w.Write("x"));
        for (var round = 0; round < 300; round++)
        {
            var client = new RawClient(server.Address, 0);
            if (round % 2 == 0) client.Reset();
            else client.Dispose();
        }

        server.ExpectNoConn();
    }
}
