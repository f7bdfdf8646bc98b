using System.Text;
using static RouteGen.Tests.Client.ProxyCalls;

namespace RouteGen.Tests.Client;

/// <summary>Tunnels through SOCKS5 proxies (RFC 1928, RFC 1929).</summary>
public class Socks5Tests
{
    private static async Task<string> HexAsync(RawConn conn, int count) =>
        Convert.ToHexString(Encoding.Latin1.GetBytes(await conn.ReadExactlyAsync(count)));

    private static Task WriteHexAsync(RawConn conn, string hex) => conn.WriteAsync(Encoding.Latin1.GetString(Convert.FromHexString(hex)));

    [Theory]
    [InlineData("a.test", "03", "06612E74657374")]
    [InlineData("10.1.2.3", "01", "0A010203")]
    [InlineData("[::1]", "04", "00000000000000000000000000000001")]
    public async Task Socks_tunnels_names_and_addresses(string host, string kind, string address)
    {
        await using var proxy = new RawServer(async conn =>
        {
            Assert.Equal("050100", await HexAsync(conn, 3));
            await WriteHexAsync(conn, "0500");
            Assert.Equal("050100" + kind + address + "0051", await HexAsync(conn, 4 + (address.Length / 2) + 2));
            await WriteHexAsync(conn, "050000037F" + new string('0', 127 * 2) + "0000");
            while (await conn.ReadRequestAsync() is { } request)
                await conn.WriteAsync(RawServer.Ok(request.Split('\r')[0]));
        });
        using var transport = By($"socks5://{Address(proxy)}");
        Assert.Equal("GET /x HTTP/1.1", await GetAsync(transport, $"http://{host}:81/x"));
        Assert.Equal("GET /y HTTP/1.1", await GetAsync(transport, $"http://{host}:81/y"));
        Assert.Equal(1, proxy.Opened);
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Fact]
    public async Task Socks_authenticates_when_it_is_asked_to()
    {
        await using var proxy = new RawServer(async conn =>
        {
            Assert.Equal("05020002", await HexAsync(conn, 4));
            await WriteHexAsync(conn, "0502");
            Assert.Equal("0102757A0170", await HexAsync(conn, 6));
            await WriteHexAsync(conn, "0100");
            await conn.ReadExactlyAsync(4 + 7 + 2);
            await WriteHexAsync(conn, "05000001000000000000");
            while (await conn.ReadRequestAsync() is not null) await conn.WriteAsync(RawServer.Ok("in"));
        });
        using var transport = By($"socks5h://uz:p@{Address(proxy)}");
        Assert.Equal("in", await GetAsync(transport, "http://a.test/"));
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Theory]
    [InlineData("u", "lone", "The URL contains a lone surrogate.")]
    [InlineData("lone", "p", "The URL contains a lone surrogate.")]
    [InlineData("u", "", "The password for the SOCKS5 proxy must have 1 to 255 bytes, but has 0.")]
    [InlineData("", "p", "The user name for the SOCKS5 proxy must have 1 to 255 bytes, but has 0.")]
    [InlineData("256", "p", "The user name for the SOCKS5 proxy must have 1 to 255 bytes, but has 256.")]
    [InlineData("u", "256", "The password for the SOCKS5 proxy must have 1 to 255 bytes, but has 256.")]
    public async Task Credentials_that_socks_cannot_carry_are_refused_by_name(string user, string password, string expected)
    {
        static string Spelt(string text) => text switch { "256" => new string('\u00E4', 128), "lone" => "\uD800", _ => text };
        await using var proxy = new RawServer(async conn =>
        {
            await conn.ReadExactlyAsync(4);
            await WriteHexAsync(conn, "0502");
            await conn.WaitForCloseAsync();
        });
        var url = new Url { Scheme = "socks5", Host = Address(proxy), User = new UserInfo(Spelt(user), Spelt(password)) };
        using var transport = new Transport { Proxy = _ => url };
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => GetAsync(transport, "http://a.test/"));
        Assert.Equal(expected, failure.Message);
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Fact]
    public async Task A_host_that_socks_cannot_carry_is_refused_before_anything_is_sent()
    {
        await using var proxy = new RawServer(static conn => conn.WaitForCloseAsync());
        using var transport = By($"socks5://{Address(proxy)}");
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => GetAsync(transport, $"http://{new string('a', 256)}/"));
        Assert.Equal("The target host for the SOCKS5 proxy must have 1 to 255 bytes, but has 256.", failure.Message);
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Theory]
    [InlineData("04")]
    [InlineData("05FF")]
    [InlineData("0502")]
    [InlineData("0500;05050001000000000000")]
    [InlineData("0500;050000090000")]
    [InlineData("0500;0500")]
    [InlineData("0500;05000001000000000000485454502F")]
    public async Task Socks_that_refuses_or_makes_no_sense_is_an_error(string answers)
    {
        await using var proxy = new RawServer(async conn =>
        {
            await conn.ReadExactlyAsync(3);
            var parts = answers.Split(';');
            await WriteHexAsync(conn, parts[0]);
            if (parts.Length == 1) return;
            await conn.ReadExactlyAsync(4 + 7 + 2);
            await WriteHexAsync(conn, parts[1]);
        });
        using var transport = By($"socks5://{Address(proxy)}");
        var error = await Assert.ThrowsAsync<TransportException>(() => GetAsync(transport, "http://a.test/"));
        Assert.True(
            error.Error is TransportError.ProxyRefused or TransportError.UnexpectedEof or TransportError.ConnectionReset, error.ToString());
        await Wait.UntilNothingIsLeftAsync(transport);
    }
}
