using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using RouteGen;

namespace Fuzz.Tests;

/// <summary>
/// The same inputs over a socket: the server answers what the reference reads, ends every connection, and says nothing in its log.
/// </summary>
public sealed class ServerFuzzTests
{
    private const int InputCount = 400;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_server_answers_what_the_reference_reads_and_then_ends_the_connection()
    {
        var log = new ConcurrentQueue<string>();
        var server = new Server
        {
            Addr = "127.0.0.1:0",
            Handler = Handler.From((AsyncHandlerFunc)ReadAsync),
            ErrorLog = log.Enqueue,
            ReadHeaderTimeout = s_patience
        };
        server.Start();
        await FuzzRun.ForEachAsync(InputCount, async (input, random) =>
        {
            // A 2xx to CONNECT closes its connection (RFC 9110 section 9.3.6): TunnelTests hold that.
            if (input.Contains("CONNECT ", StringComparison.Ordinal)) return;
            var expected = ReferenceReader.Read(input);
            var answers = await AskAsync((IPEndPoint)server.LocalEndPoint!, Encoding.Latin1.GetBytes(input), random);
            var statuses = Regex.Matches(answers, @"HTTP/1\.[01] ([1-5][0-9][0-9]) ").Select(match => match.Groups[1].Value)
                .Where(status => status != "100").ToArray();
            Assert.Equal(expected.Messages.Count, statuses.Count(status => status == "200"));
            // At most one answer is no success, and it is the last.
            Assert.InRange(statuses.Length, expected.Messages.Count, expected.Messages.Count + 1);
            if (expected.End == SeenEnd.Rejected) Assert.Matches("^(400|414|417|431|501|505)$", statuses.LastOrDefault() ?? "");
        });

        Assert.Empty(log);
        await server.ShutdownAsync().WaitAsync(s_patience);
        Assert.Equal(0, server.ConnCount);
    }

    private static async Task ReadAsync(ResponseWriter w, Request r)
    {
        var buffer = new byte[64];
        while (await r.Body.ReadAsync(buffer) > 0)
        {
        }
    }

    // Everything in random pieces, then the end of our side; what comes back, up to the end of the server's.
    private static async Task<string> AskAsync(IPEndPoint address, byte[] input, Random random)
    {
        using var limit = new CancellationTokenSource(s_patience);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address, limit.Token);
        var answers = ReceiveAllAsync(socket, limit.Token);
        try
        {
            for (var sent = 0; sent < input.Length;)
            {
                var count = Math.Min(input.Length - sent, random.Next(4) == 0 ? 1 + random.Next(30) : input.Length);
                sent += await socket.SendAsync(input.AsMemory(sent, count), limit.Token);
            }

            socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The server has refused what came so far and closed; its answer is what counts.
        }

        return await answers;
    }

    private static async Task<string> ReceiveAllAsync(Socket socket, CancellationToken token)
    {
        var received = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            for (int count; (count = await socket.ReceiveAsync(buffer, token)) > 0;)
                received.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }
        catch (SocketException failure) when (failure.SocketErrorCode == SocketError.ConnectionReset)
        {
            // An end like another, once the answer has arrived; a missing answer is found by whoever counts.
        }

        return received.ToString();
    }
}
