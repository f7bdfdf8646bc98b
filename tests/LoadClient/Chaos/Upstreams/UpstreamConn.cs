using System.Globalization;
using System.Net.Sockets;

namespace LoadClient.Chaos;

/// <summary>One connection of the upstream.</summary>
internal sealed class UpstreamConn : IWatched
{
    private readonly Upstream _upstream;
    private readonly ChaosOptions _options;
    private readonly ServedIds _served;
    private readonly Socket _socket;
    private readonly WireReader _reader;
    private readonly UpstreamReply _reply;

    private Plan? _plan;

    internal UpstreamConn(Upstream upstream, ChaosOptions options, ServedIds served, Socket socket)
    {
        _upstream = upstream;
        _options = options;
        _served = served;
        _socket = socket;
        _reader = new WireReader(socket, () => _plan, Progress.Made);
        _reply = new UpstreamReply(socket, Progress);
    }

    public Progress Progress { get; } = new();

    public string Describe() => $"upstream's connection: {_plan}";

    internal async Task RunAsync()
    {
        using (_socket)
        {
            try
            {
                _socket.NoDelay = true;
                while (await ServeOneAsync())
                {
                }
            }
            catch (Exception e) when (e is WireEndException or SocketException or ChaosException)
            {
                // The proxy gave its connection up, as it may; faults have been reported.
            }
        }
    }

    // False: the connection ends.
    private async Task<bool> ServeOneAsync()
    {
        // Idle in a pool is no lack of progress.
        Progress.Rests = true;
        var head = await _reader.ReadHeadAsync();
        Progress.Rests = false;
        if (head is null) return false;
        var plan = _plan = PlanOf(head);
        if (_served.MarkAgain(plan.Id)) Faults.Report(FaultKind.Doubled, plan, "the upstream was asked again");
        var body = new WireBody(_reader, head);
        var check = new PatternCheck(plan, 'q', plan.Length, "body at the upstream");
        var dice = new Dice(_options.Seed, ~(long)plan.Id);
        if (dice.OneIn(8)) await Task.Delay(dice.Next(20));
        switch (plan.Upstream)
        {
            case UpstreamWay.Early:
                await _reply.SendAsync(plan, dice, plan.ReplyLength, closes: false);
                break;
            case UpstreamWay.Between:
                await ReadPartAsync(body, check, dice.Next(plan.Length + 1));
                await _reply.SendAsync(plan, dice, plan.ReplyLength, closes: false);
                break;
            case UpstreamWay.EarlyClose:
                await _reply.SendAsync(plan, dice, plan.ReplyLength, closes: true);
                return false;
            case UpstreamWay.Reset:
                await ReadPartAsync(body, check, dice.Next(plan.Length + 1));
                _socket.LingerState = new LingerOption(true, 0);
                return false;
        }

        await body.ReadAllAsync(check);
        _upstream.CountWhole();
        if (body.Trailer?.Get("X-Tail") is { } tail && tail != plan.Id.ToString(CultureInfo.InvariantCulture))
            Faults.Report(FaultKind.Foreign, plan, $"the upstream got the trailer of {tail}");
        if (plan.Upstream is UpstreamWay.Early or UpstreamWay.Between) return true;
        var isTruncated = plan.Upstream == UpstreamWay.Truncate;
        var closes = !isTruncated && dice.OneIn(10);
        await _reply.SendAsync(plan, dice, isTruncated ? plan.ReplyLength / 2 : plan.ReplyLength, closes);
        return !closes && !isTruncated;
    }

    private static async Task ReadPartAsync(WireBody body, PatternCheck check, int count)
    {
        while (check.Count < count && await body.NextAsync() is { IsEmpty: false } part) check.Take(part.Span);
    }

    private Plan PlanOf(WireHead head)
    {
        var path = head.StartLine.Split(' ')[1];
        if (!int.TryParse(path.AsSpan(path.LastIndexOf('/') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            throw _reader.Malformed($"'{path}' was never asked for");
        var plan = new Plan(_options, id);
        if (plan.Path != path || head.Get("X-Id") != id.ToString(CultureInfo.InvariantCulture))
            throw Faults.Report(FaultKind.Foreign, plan, $"the upstream was asked for '{path}' by request {head.Get("X-Id")}");
        return plan;
    }
}
