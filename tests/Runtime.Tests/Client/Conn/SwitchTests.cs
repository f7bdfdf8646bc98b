using System.Text;
using RouteGen.IO;

namespace RouteGen.Tests.Client;

/// <summary>101 and CONNECT (BEHAVIOUR C24), on both back ends.</summary>
public class SwitchTests
{
    private const string Switching = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n";

    public static TheoryData<string> Backends() => OperatingSystem.IsLinux() ? ["epoll", "sockets"] : ["sockets"];

    private static Transport NewTransport(string backend, int perHost = 0) => new()
    {
        Backend = IoBackends.Choose(backend, OperatingSystem.IsLinux()),
        MaxConnsPerHost = perHost,
    };

    private static async Task<Response> UpgradeAsync(Transport transport, string url)
    {
        var request = new Request("GET", url);
        request.Header.Set("Connection", "Upgrade");
        request.Header.Set("Upgrade", "echo");
        return await transport.RoundTripAsync(request).AsTask().WaitAsync(Wait.Limit);
    }

    private static async Task<string> ReadAsync(Stream stream, int count)
    {
        var bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes).AsTask().WaitAsync(Wait.Limit);
        return Encoding.Latin1.GetString(bytes);
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public async Task The_body_of_a_switch_is_both_directions_and_begins_behind_the_head(string backend)
    {
        await using var server = new RawServer(async conn =>
        {
            await conn.ReadRequestAsync();
            await conn.WriteAsync(Switching + "early");
            Assert.Equal("ping", await conn.ReadExactlyAsync(4));
            await conn.WriteAsync("pong");
            await conn.WaitForCloseAsync();
        });
        using var transport = NewTransport(backend, perHost: 1);
        var response = await UpgradeAsync(transport, server.Url);
        Assert.Equal(101, response.StatusCode);
        // It has left the pool and freed its slot.
        Assert.Equal((0, 0, 0), transport.Pool.Counts);
        Assert.True(response.Body.CanWrite);
        Assert.Equal("early", await ReadAsync(response.Body, 5));
        var reading = ReadAsync(response.Body, 4);
        await response.Body.WriteAsync("ping"u8.ToArray());
        Assert.Equal("pong", await reading);
        await response.DisposeAsync();
        await Wait.UntilAsync(() => server.Open == 0, "the connection is closed");
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public async Task A_switched_connection_that_is_forgotten_is_closed_and_told_of(string backend)
    {
        await using var server = new RawServer(async conn =>
        {
            await conn.ReadRequestAsync();
            await conn.WriteAsync(Switching);
            await conn.WaitForCloseAsync();
        });
        var log = new System.Collections.Concurrent.ConcurrentQueue<string>();
        using var transport = new Transport { Backend = IoBackends.Choose(backend, OperatingSystem.IsLinux()), ErrorLog = log.Enqueue };
        await ForgetAsync(transport, server.Url);
        await Wait.UntilAsync(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return server.Open == 0 && !log.IsEmpty;
            },
            "what was forgotten is collected");
        Assert.StartsWith($"The response to GET {server.Url} was neither disposed", Assert.Single(log), StringComparison.Ordinal);
    }

    // A read that goes on is a use, though nothing else holds the response.
    [Theory]
    [MemberData(nameof(Backends))]
    public async Task A_read_keeps_a_switched_connection_that_nothing_else_holds(string backend)
    {
        var collected = new TaskCompletionSource();
        await using var server = new RawServer(async conn =>
        {
            await conn.ReadRequestAsync();
            await conn.WriteAsync(Switching);
            await collected.Task;
            // Nobody closes the other side before the collector does: this one need not wait for it.
            await conn.WriteAsync("late");
        });
        using var transport = new Transport { Backend = IoBackends.Choose(backend, OperatingSystem.IsLinux()), ErrorLog = static _ => { } };
        var buffer = new byte[4];
        var read = await BeginReadAsync(transport, server.Url, buffer);
        for (var round = 0; round < 3; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        collected.SetResult();
        Assert.Equal(4, await read.WaitAsync(Wait.Limit));
    }

    // Nothing of the call is left on the caller's stack.
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static async Task ForgetAsync(Transport transport, string url) =>
        Assert.Equal(101, (await UpgradeAsync(transport, url)).StatusCode);

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static async Task<Task<int>> BeginReadAsync(Transport transport, string url, byte[] buffer) =>
        (await UpgradeAsync(transport, url)).Body.ReadAsync(buffer.AsMemory()).AsTask();

    [Theory]
    [MemberData(nameof(Backends))]
    public async Task A_read_of_a_switched_connection_is_ended_by_disposing_it(string backend)
    {
        await using var server = new RawServer(async conn =>
        {
            await conn.ReadRequestAsync();
            await conn.WriteAsync(Switching);
            await conn.WaitForCloseAsync();
        });
        using var transport = NewTransport(backend);
        var response = await UpgradeAsync(transport, server.Url);
        var reading = response.Body.ReadAsync(new byte[1]).AsTask();
        response.Dispose();
        await Assert.ThrowsAnyAsync<IOException>(() => reading.WaitAsync(Wait.Limit));
        await Wait.UntilAsync(() => server.Open == 0, "the connection is closed");
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public async Task A_switch_that_is_answered_while_the_request_is_still_written_waits_for_it(string backend)
    {
        await using var server = new RawServer(async conn =>
        {
            Assert.NotNull(await conn.ReadThroughAsync("\r\n\r\n"));
            await conn.WriteAsync(Switching);
            Assert.Equal("hello", await conn.ReadExactlyAsync(5));
            await conn.WriteAsync("after");
            await conn.WaitForCloseAsync();
        });
        using var transport = NewTransport(backend);
        var body = new GatedBody();
        var request = new Request("POST", server.Url, body) { ContentLength = 5 };
        var call = transport.RoundTripAsync(request).AsTask();
        body.Give("hello");
        body.End();
        await using var response = await call.WaitAsync(Wait.Limit);
        Assert.Equal(101, response.StatusCode);
        if (response.Body.CanWrite) Assert.Equal("after", await ReadAsync(response.Body, 5));
        Assert.Equal((0, 0, 0), transport.Pool.Counts);
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public async Task Connect_carries_the_bytes_of_its_body_while_the_answer_is_read(string backend)
    {
        await using var server = new RawServer(async conn =>
        {
            Assert.StartsWith("CONNECT target:1 HTTP/1.1\r\n", await conn.ReadThroughAsync("\r\n\r\n"), StringComparison.Ordinal);
            await conn.WriteAsync("HTTP/1.1 200 OK\r\n\r\n");
            Assert.Equal("ping", await conn.ReadExactlyAsync(4));
            await conn.WriteAsync("pong");
            Assert.Equal("bye", await conn.ReadExactlyAsync(3));
        });
        using var transport = NewTransport(backend);
        var body = new GatedBody();
        var url = Url.Parse(server.Url);
        var request = new Request("CONNECT", new Url { Scheme = "http", Host = url.Host, Opaque = "target:1" }, body);
        await using var response = await transport.RoundTripAsync(request).AsTask().WaitAsync(Wait.Limit);
        body.Give("ping");
        Assert.Equal("pong", await ReadAsync(response.Body, 4));
        body.Give("bye");
        Assert.Equal(0, await response.Body.ReadAsync(new byte[1]).AsTask().WaitAsync(Wait.Limit));
        body.End();
        await Wait.UntilNothingIsLeftAsync(transport);
    }
}
