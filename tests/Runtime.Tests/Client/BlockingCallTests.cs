namespace RouteGen.Tests.Client;

/// <summary>
/// A thread that waits for a task of ours with <c>Result</c> gets what it waits for: RG0402 advises against it, but it works.
/// </summary>
public sealed class BlockingCallTests
{
    private static readonly Dictionary<string, Func<RouteGen.Client, string, string>> s_calls = new()
    {
        ["Get"] = static (client, url) => TextOf(client.GetAsync(url).Result),
        ["Get, by awaiter"] = static (client, url) => TextOf(client.GetAsync(url).GetAwaiter().GetResult()),
        ["Get, as a task"] = static (client, url) => TextOf(client.GetAsync(url).AsTask().Result),
        ["Head"] = static (client, url) => client.HeadAsync(url).Result.StatusCode == 200 ? "ok" : "",
        ["Post"] = static (client, url) => TextOf(client.PostAsync(url, "text/plain", "x").Result),
        ["PostForm"] = static (client, url) => TextOf(client.PostFormAsync(url, [new("a", "b")]).Result),
        ["Do"] = static (client, url) => TextOf(client.DoAsync(new Request("PUT", url, Body.From("x"))).Result),
        ["RoundTrip"] = static (client, url) => TextOf(client.Transport!.RoundTripAsync(new Request("GET", url)).Result),
    };

    private static readonly Dictionary<string, Func<Body, string>> s_reads = new()
    {
        ["Read"] = static body => body.ReadAsync(new byte[8].AsMemory()).Result == 2 ? "ok" : "",
        ["Read, an array"] = static body => body.ReadAsync(new byte[8], 0, 8).Result == 2 ? "ok" : "",
        ["ReadAllText"] = static body => body.ReadAllTextAsync().Result,
        ["ReadAllBytes"] = static body => body.ReadAllBytesAsync().Result.Length == 2 ? "ok" : "",
        ["CopyTo"] = static body =>
        {
            using var copy = new MemoryStream();
            body.CopyToAsync(copy).Wait();
            return copy.Length == 2 ? "ok" : "";
        },
        ["Dispose"] = static body =>
        {
            body.DisposeAsync().AsTask().Wait();
            return "ok";
        },
    };

    public static TheoryData<string> Calls => [.. s_calls.Keys];

    public static TheoryData<string> Reads => [.. s_reads.Keys];

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_thread_that_waits_for_a_call_gets_its_result(string call)
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new RawServer(async conn =>
        {
            var head = await conn.ReadRequestAsync();
            await release.Task;
            await conn.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
            if (!head!.StartsWith("HEAD ", StringComparison.Ordinal)) await conn.WriteAsync("ok");
        });
        using var transport = new Transport();
        var client = new RouteGen.Client { Transport = transport };
        Assert.Equal("ok", await WaitOnAThreadAsync(() => s_calls[call](client, server.Url), release));
    }

    [Theory]
    [MemberData(nameof(Reads))]
    public async Task A_thread_that_waits_for_a_body_gets_it(string read)
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new RawServer(async conn =>
        {
            await conn.ReadRequestAsync();
            await conn.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
            await release.Task;
            await conn.WriteAsync("ok");
        });
        using var transport = new Transport();
        using var response = await transport.RoundTripAsync(new Request("GET", server.Url));
        Assert.Equal("ok", await WaitOnAThreadAsync(() => s_reads[read](response.Body), release));
    }

    // What the call waits for comes once its thread waits; a call that does not wait has ended.
    private static async Task<string> WaitOnAThreadAsync(Func<string> call, TaskCompletionSource release)
    {
        var result = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                result.SetResult(call());
            }
            catch (Exception failure)
            {
                result.SetException(failure);
            }
        });
        thread.Start();
        await Wait.UntilAsync(() => (thread.ThreadState & (ThreadState.WaitSleepJoin | ThreadState.Stopped)) != 0, "the thread waits");
        release.SetResult();
        return await result.Task.WaitAsync(Wait.Limit);
    }

    private static string TextOf(Response response)
    {
        using (response) return response.Body.ReadAllText();
    }
}
