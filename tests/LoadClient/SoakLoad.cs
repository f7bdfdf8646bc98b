using System.Globalization;
using System.Text;

namespace LoadClient;

/// <summary>One load of the soak: requests with consecutive numbers, shared out among connections as they get on.</summary>
internal sealed class SoakLoad(int port, int firstId, int count, int seed)
{
    private const int PipelineMax = 16;
    private const int DropsPerThousand = 8;

    private int _taken;
    private long _answered;
    private long _cut;
    private long _disconnects;

    internal int Count => count;

    internal long Answered => _answered;

    /// <summary>Requests whose answers were not awaited, since their connection was dropped.</summary>
    internal long Cut => _cut;

    internal long Disconnects => _disconnects;

    internal Task RunAsync(int connCount) =>
        Task.WhenAll(Enumerable.Range(0, connCount).Select(index => Task.Run(() => RunConnAsync(new Random(seed + (index * 7919))))));

    private async Task RunConnAsync(Random random)
    {
        Peer? peer = null;
        try
        {
            while (Take(random.Next(1, PipelineMax + 1), out var first, out var batch))
            {
                peer ??= await Peer.ConnectAsync(port);
                if (await ExchangeAsync(peer, random, first, batch)) continue;
                if (random.Next(2) == 0) peer.Reset();
                peer.Dispose();
                peer = null;
            }
        }
        finally
        {
            peer?.Dispose();
        }
    }

    // False: the connection is to be dropped.
    private async Task<bool> ExchangeAsync(Peer peer, Random random, int first, int batch)
    {
        var expected = new string[batch];
        var bytes = Compose(random, first, expected);
        var drops = random.Next(1000) < DropsPerThousand;
        var read = drops ? random.Next(batch) : batch;

        // In two pieces, so that heads and bodies are cut anywhere; a connection that will be dropped may keep the second.
        var split = random.Next(bytes.Length);
        await peer.SendAsync(bytes.AsMemory(0, split));
        if (drops && random.Next(2) == 0)
        {
            read = 0;
        }
        else
        {
            await peer.SendAsync(bytes.AsMemory(split));
        }

        for (var index = 0; index < read; index++)
        {
            var answer = await peer.ReadAnswerAsync(expected[index].Length);
            if (answer != expected[index])
                throw new InvalidOperationException($"'{answer}' was answered where '{expected[index]}' was due.");
            Interlocked.Increment(ref _answered);
        }

        Interlocked.Add(ref _cut, batch - read);
        if (drops) Interlocked.Increment(ref _disconnects);
        return !drops;
    }

    private static byte[] Compose(Random random, int first, string[] expected)
    {
        var text = new StringBuilder();
        for (var index = 0; index < expected.Length; index++)
        {
            var kind = random.Next(
                1000) switch
            { < 10 => "block", < 30 => "later", < 60 => "pool", < 90 => "post", < 100 => "big", _ => "now" };
            var path = string.Create(CultureInfo.InvariantCulture, $"/{kind}/{first + index}");
            expected[index] = path;
            if (kind != "post")
            {
                text.Append(CultureInfo.InvariantCulture, $"GET {path} HTTP/1.1\r\nHost: h\r\n\r\n");
                continue;
            }

            var length = random.Next(2000);
            expected[index] = string.Create(CultureInfo.InvariantCulture, $"{path} {length}");
            text.Append(CultureInfo.InvariantCulture, $"POST {path} HTTP/1.1\r\nHost: h\r\nContent-Length: {length}\r\n\r\n")
                .Append('b', length);
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private bool Take(int wanted, out int first, out int batch)
    {
        var start = Interlocked.Add(ref _taken, wanted) - wanted;
        batch = Math.Min(wanted, count - start);
        first = firstId + start;
        return batch > 0;
    }
}
