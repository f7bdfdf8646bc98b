using RouteGen.IO;
using RouteGen.Primitives;

namespace RouteGen.Tests.Client;

/// <summary>
/// Bytes that arrive together with the end of a body are unsolicited (BEHAVIOUR C9). They are noticed even if the read of that end filled
/// its buffer exactly, so that they are still in the socket, and no further event reports them.
/// </summary>
public sealed class BytesBehindBodyTests
{
    private const int BegunLength = 5;

    public static TheoryData<string, int, int> Cases()
    {
        var cases = new TheoryData<string, int, int>();
        foreach (var backend in OperatingSystem.IsLinux() ? (string[])["epoll", "sockets"] : ["sockets"])
            foreach (var rest in (int[])[100, TurnArrays.InputBytes, 2 * TurnArrays.InputBytes])
                foreach (var buffer in (int[])[1_000, 50_000])
                    cases.Add(backend, rest, buffer);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task They_are_not_the_response_to_the_next_request(string backend, int restLength, int bufferLength)
    {
        using var waits = new SemaphoreSlim(0);
        await using var server = new RawServer(async conn =>
        {
            Assert.NotNull(await conn.ReadRequestAsync());
            if (conn.Number > 1)
            {
                await conn.WriteAsync(RawServer.Ok("good"));
                return;
            }

            await conn.WriteAsync(RawServer.Ok(new string('x', BegunLength + restLength))[..^restLength]);
            Assert.True(await waits.WaitAsync(Wait.Limit));
            await conn.WriteAsync(new string('x', restLength) + RawServer.Ok("evil"));
            await conn.WaitForCloseAsync();
        });
        using var transport = new Transport { Backend = IoBackends.Choose(backend, OperatingSystem.IsLinux()) };
        var client = new RouteGen.Client { Transport = transport };
        await using (var response = await client.GetAsync(server.Url))
        {
            var buffer = new byte[bufferLength];
            await response.Body.ReadExactlyAsync(buffer.AsMemory(0, BegunLength));
            var reading = response.Body.ReadAsync(buffer);
            Assert.False(reading.IsCompleted);
            waits.Release();
            for (var count = await reading; count > 0; count = await response.Body.ReadAsync(buffer)) restLength -= count;
            Assert.Equal(0, restLength);
        }

        await using var next = await client.GetAsync(server.Url);
        Assert.Equal("good", await next.Body.ReadAllTextAsync());
    }

    public static TheoryData<string, int, int> WholeCases()
    {
        var cases = new TheoryData<string, int, int>();
        foreach (var backend in OperatingSystem.IsLinux() ? (string[])["epoll", "sockets"] : ["sockets"])
            foreach (var length in (int[])[TurnArrays.InputBytes, 2 * TurnArrays.InputBytes])
                foreach (var headLength in (int[])[0, length - 1, length])
                    cases.Add(backend, length, headLength);
        return cases;
    }

    // The head grows by a field and the body takes the rest, so that reads of the head, of both or of the body fill the buffer.
    [Theory]
    [MemberData(nameof(WholeCases))]
    public async Task They_are_not_the_response_to_the_next_request_if_they_come_with_the_head(string backend, int length, int headLength)
    {
        await using var server = new RawServer(async conn =>
        {
            Assert.NotNull(await conn.ReadRequestAsync());
            if (conn.Number > 1)
            {
                await conn.WriteAsync(RawServer.Ok("good"));
                return;
            }

            await conn.WriteAsync(Response(length, headLength) + RawServer.Ok("evil"));
            await conn.WaitForCloseAsync();
        });
        using var transport = new Transport { Backend = IoBackends.Choose(backend, OperatingSystem.IsLinux()) };
        var client = new RouteGen.Client { Transport = transport };
        await using (var response = await client.GetAsync(server.Url))
        {
            var body = await response.Body.ReadAllTextAsync();
            Assert.Equal(body.Length, body.Count(c => c == 'x'));
        }

        await using var next = await client.GetAsync(server.Url);
        Assert.Equal("good", await next.Body.ReadAllTextAsync());
    }

    private static string Response(int length, int headLength)
    {
        if (headLength == 0) headLength = 100;
        var head = $"HTTP/1.1 200 OK\r\nContent-Length: {length - headLength}\r\nA: ";
        return head.PadRight(headLength - 4, 'a') + "\r\n\r\n" + new string('x', length - headLength);
    }
}
