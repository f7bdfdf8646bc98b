using System.Runtime.CompilerServices;
using RouteGen.IO;

namespace RouteGen.Tests.Client;

/// <summary>Responses that nobody disposes or reads, and bodies that are longer than somebody wants to read.</summary>
public class LeakTests
{
    public static TheoryData<string> Backends() => OperatingSystem.IsLinux() ? ["epoll", "sockets"] : ["sockets"];

    // Nothing of the call is left on the caller's stack.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task ForgetAsync(Transport transport, string url, bool reads)
    {
        var response = await transport.RoundTripAsync(new Request("GET", url)).AsTask().WaitAsync(Wait.Limit);
        Assert.Equal(200, response.StatusCode);
        if (reads) Assert.True(await response.Body.ReadAsync(new byte[1]) > 0);
    }

    private static Task UntilCollectedAsync(Func<bool> condition) => Wait.UntilAsync(
        () =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return condition();
        },
        "what was forgotten is collected");

    [Theory]
    [MemberData(nameof(Backends))]
    public async Task A_forgotten_response_gives_its_connection_up_and_is_told_of_once(string backend)
    {
        await using var server = RawServer.Answering(static (_, _) => "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\npart");
        var log = new System.Collections.Concurrent.ConcurrentQueue<string>();
        using var transport = new Transport
        {
            Backend = IoBackends.Choose(backend, OperatingSystem.IsLinux()),
            MaxConnsPerHost = 2,
            ErrorLog = log.Enqueue,
        };
        for (var round = 0; round < 4; round++)
        {
            await ForgetAsync(transport, server.Url + "a?secret", reads: round % 2 == 1);
            await UntilCollectedAsync(() => transport.Pool.Counts == (0, 0, 0) && server.Open == 0);
        }

        await Wait.UntilAsync(() => !log.IsEmpty, "it was logged");
        Assert.StartsWith($"The response to GET {server.Url}a was neither disposed", Assert.Single(log), StringComparison.Ordinal);
        Assert.Equal(4, server.Opened);
    }

    [Fact]
    public async Task A_request_that_waits_for_a_place_gets_that_of_a_forgotten_response()
    {
        await using var server = RawServer.Answering(static (_, _) => "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\npart");
        using var transport = new Transport { MaxConnsPerHost = 1, ErrorLog = static _ => { } };
        await ForgetAsync(transport, server.Url, reads: false);
        var second = ForgetAsync(transport, server.Url, reads: true);
        await UntilCollectedAsync(() => second.IsCompleted);
        await second;
        await UntilCollectedAsync(() => server.Open == 0);
    }

    [Fact]
    public async Task A_response_that_is_read_or_held_is_left_alone()
    {
        await using var server = RawServer.Answering(
            static (_, request) =>
                request.StartsWith("GET /whole") ? RawServer.Ok("whole") : "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\npart");
        var logged = 0;
        using var transport = new Transport { ErrorLog = _ => logged++ };
        for (var round = 0; round < 10; round++)
        {
            using var whole = await transport.RoundTripAsync(new Request("GET", server.Url + "whole"));
            Assert.Equal("whole", await whole.Body.ReadAllTextAsync());
        }

        using var held = await transport.RoundTripAsync(new Request("GET", server.Url));
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var block = new byte[10];
        Assert.Equal(4, await held.Body.ReadAtLeastAsync(block, 4));
        Assert.Equal((1, 0), (server.Opened, logged));
    }

    [Theory]
    [InlineData("Content-Length: 5\r\n\r\nhello", "hello")]
    [InlineData("Content-Length: 6\r\n\r\nhello!", null)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n6\r\nhello!\r\n0\r\n\r\n", null)]
    public async Task A_client_reads_no_more_than_it_is_told_to(string rest, string? expected)
    {
        await using var server = RawServer.Answering((_, _) => "HTTP/1.1 200 OK\r\n" + rest);
        using var transport = new Transport();
        var client = new RouteGen.Client { Transport = transport, MaxResponseBodyBytes = 5 };
        using var response = await client.GetAsync(server.Url);
        var reading = response.Body.ReadAllTextAsync().AsTask();
        if (expected is not null) Assert.Equal(expected, await reading);
        else Assert.Contains("5 bytes", (await Assert.ThrowsAsync<InvalidDataException>(() => reading)).Message, StringComparison.Ordinal);
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Fact]
    public async Task A_log_that_fails_ends_neither_the_connection_s_place_nor_the_process()
    {
        await using var server = RawServer.Answering(static (_, _) => "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\npart");
        var isTold = false;
        using var transport = new Transport
        {
            ErrorLog = _ =>
            {
                Volatile.Write(ref isTold, true);
                throw new InvalidDataException("made to fail");
            },
        };
        await ForgetAsync(transport, server.Url, reads: true);
        await UntilCollectedAsync(() => transport.Pool.Counts == (0, 0, 0) && server.Open == 0 && Volatile.Read(ref isTold));
    }
}
