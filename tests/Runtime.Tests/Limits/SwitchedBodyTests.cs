using RouteGen;
using RouteGen.Tests.Client;

namespace Runtime.Tests.Limits;

/// <summary>Switches of protocols by a round tripper that is not a <see cref="Transport"/>, under the time limits of a client.</summary>
public class SwitchedBodyTests
{
    [Fact]
    public async Task A_switch_of_protocols_by_another_round_tripper_keeps_both_directions()
    {
        await using var server = new RawServer(static async conn =>
        {
            await conn.ReadRequestAsync();
            await conn.WriteAsync("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n");
            await conn.WriteAsync(await conn.ReadExactlyAsync(4));
        });
        using var transport = new Transport();
        var client = new Client { Transport = Http.Instrument(transport) };
        var request = new Request("GET", server.Url);
        request.Header.Set("Connection", "Upgrade");
        request.Header.Set("Upgrade", "echo");
        using var response = await client.DoAsync(request).AsTask().WaitAsync(Wait.Limit);
        Assert.True(response.Body.CanWrite);
        await response.Body.WriteAsync("ping"u8.ToArray());
        var echo = new byte[4];
        await response.Body.ReadExactlyAsync(echo).AsTask().WaitAsync(Wait.Limit);
        Assert.Equal("ping"u8.ToArray(), echo);
    }
}
