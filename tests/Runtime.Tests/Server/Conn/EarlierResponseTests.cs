using System.Text;
using RouteGen;

namespace Runtime.Tests.Serving;

/// <summary>
/// Pipelined responses that were finished before a request, and of which a slow client has not accepted everything, reach the client
/// however that request ends. Its body may be late, malformed or abandoned, and its handler may fail.
/// </summary>
/// <remarks>
/// The batches grow until the system's buffers are full. One of them therefore ends with responses that are still in the server's buffer.
/// </remarks>
[Collection(ServerCollection.Name)]
public sealed class EarlierResponseTests
{
    // Three of them are more than the server collects before it sends, so that one or two stay in its buffer.
    private const int PerSend = 3;
    private const string Late = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\n";
    private const string Malformed = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n";

    private static readonly Dictionary<string, (string Request, int Status, Func<ResponseWriter, Request, Task> Handler)> s_ends = new()
    {
        ["the limit of reading, which the handler notices"] = (Late, 200, async (w, r) =>
        {
            var failure = await Assert.ThrowsAsync<TransportException>(() => ReadLateAsync(w, r));
            w.Write($"{failure.IsTimeout}");
        }
        ),
        ["the limit of reading, which the handler does not notice"] = (Late, 408, ReadLateAsync),
        ["the limit of a read that blocks its thread"] = (Late, 408, async (w, r) =>
        {
            await Task.Yield();
            new ResponseController(w).SetReadDeadline(DateTimeOffset.UtcNow.AddMilliseconds(50));
            Assert.Equal(0, r.Body.Read(new byte[10]));
        }
        ),
        ["a limit that another thread sets for a read that blocks its thread"] = (Late, 408, async (w, r) =>
        {
            await Task.Yield();
            var controller = new ResponseController(w);
            controller.SetReadDeadline(null);
            var body = r.Body;
            var setting = Task.Run(async () =>
            {
                await Eventually.IsReadAsync(body);
                controller.SetReadDeadline(DateTimeOffset.UtcNow.AddMilliseconds(50));
            });
            try
            {
                Assert.Equal(0, body.Read(new byte[10]));
            }
            finally
            {
                await setting;
            }
        }
        ),
        ["a read that is cancelled"] = (Late, 200, async (_, r) =>
        {
            using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => r.Body.ReadAllBytesAsync(cancellationToken: soon.Token).AsTask());
        }
        ),
        ["a read in progress when the handler completes"] = (Late, 200, async (_, r) =>
        {
            Abandoned(r.Body.ReadAsync(new byte[10]));
            await Task.Yield();
        }
        ),
        ["a read that blocks its thread when the handler completes"] = (Late, 200, async (_, r) =>
        {
            var body = r.Body;
            Abandoned(new(Task.Run(() => body.Read(new byte[10]))));
            // A read that has not begun would be refused.
            await Eventually.IsReadAsync(body);
        }
        ),
        ["a malformed body"] = (Malformed, 400, async (_, r) => await r.Body.ReadAllBytesAsync()),
        ["a body that is left unread"] = (Malformed, 200, async (_, _) => await Task.Yield()),
        ["an aborted handler"] = (Late, 0, async (_, _) =>
        {
            await Task.Yield();
            throw new AbortHandlerException();
        }
        ),
    };

    public static TheoryData<string> Ends => [.. s_ends.Keys];

    // The more lengths, the surer is one of them to end in the server's buffer.
    private static readonly int[] s_lengths = [11_000, 13_500, 16_000];

    [Theory]
    [MemberData(nameof(Ends))]
    public Task Earlier_responses_reach_a_slow_client_whatever_ends_the_next_request(string end) =>
        Task.WhenAll(s_lengths.Select(length => Task.Run(() => EndAsync(end, length))));

    private static async Task EndAsync(string end, int length)
    {
        var (request, status, handler) = s_ends[end];
        var ended = 0;
        await using var server = ServerFixture.Async(async (w, r) =>
        {
            if (r.Method == "GET")
            {
                w.Write(new string('x', length));
                return;
            }

            try
            {
                await handler(w, r);
            }
            finally
            {
                Interlocked.Increment(ref ended);
            }
        }, new ServerOptions { ErrorLog = static _ => { } });
        var get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
        for (var count = PerSend - 1; ; count += PerSend)
        {
            Volatile.Write(ref ended, 0);
            using var client = new RawClient(server.Address, receiveBufferBytes: 4096);
            client.Send(new StringBuilder().Insert(0, get, count).Append(request).ToString());
            var isServed = SpinWait.SpinUntil(() => Volatile.Read(ref ended) == 1, TimeSpan.FromSeconds(1));
            for (var index = 0; index < count; index++) Assert.Equal(length, client.Read().Body.Length);
            if (status != 0) Assert.Equal(status, client.Read().Status);
            client.ExpectGone();
            if (!isServed) break;
        }
    }

    private static async Task ReadLateAsync(ResponseWriter w, Request r)
    {
        new ResponseController(w).SetReadDeadline(DateTimeOffset.UtcNow.AddMilliseconds(50));
        await r.Body.ReadAllBytesAsync();
    }

    private static void Abandoned(ValueTask<int> reading) =>
        _ = reading.AsTask().ContinueWith(static task => task.Exception, TaskScheduler.Default);
}
