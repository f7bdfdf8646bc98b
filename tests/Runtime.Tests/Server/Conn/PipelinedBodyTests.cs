using RouteGen;
using RouteGen.Primitives;

namespace Runtime.Tests.Serving;

/// <summary>
/// A request that arrives together with the end of the body before it is served, even if the read of that end filled the buffer exactly, so
/// that the next request is still in the socket, and no further event reports it.
/// </summary>
[Collection(ServerCollection.Name)]
public sealed class PipelinedBodyTests
{
    private static readonly Dictionary<string, Func<Request, Task>> s_readers = new()
    {
        ["reads"] = async r => await r.Body.ReadAllBytesAsync(),
        ["blocks"] = r =>
        {
            while (r.Body.Read(new byte[10_000]) > 0)
            {
            }

            return Task.CompletedTask;
        },
        ["drains"] = async _ => await Task.Yield(),
        ["drains at once"] = _ => Task.CompletedTask,
    };

    public static TheoryData<string, int> Cases()
    {
        var cases = new TheoryData<string, int>();
        foreach (var reader in s_readers.Keys)
            foreach (var buffers in (int[])[1, 2, 3])
                cases.Add(reader, buffers * TurnArrays.InputBytes);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_request_behind_a_body_whose_last_read_filled_the_buffer_is_served(string reader, int restLength)
    {
        const int BegunLength = 5;
        using var begun = new SemaphoreSlim(0);
        await using var server = ServerFixture.Async(async (w, r) =>
        {
            begun.Release();
            if (r.Method == "POST") await s_readers[reader](r);
            w.Write(r.Method);
        });
        var client = server.Connect();
        client.Send($"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: {BegunLength + restLength}\r\n\r\n" + new string('x', BegunLength));
        Assert.True(await begun.WaitAsync(Eventually.Patience));
        // The server waits for the rest, or will do so in a moment.
        Eventually.True(() => client.HasNothing, "the response came before its request");
        client.Send(new string('x', restLength) + "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        Assert.Equal("POST", client.Read().Text);
        Assert.Equal("GET", client.Read().Text);
    }
}
