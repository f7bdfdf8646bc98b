using RouteGen;

namespace LoadClient.Chaos;

/// <summary>Reads and writes of handlers, holding the thread or not, as the plan says.</summary>
internal static class Exchanges
{
    internal const int BlockBytes = 8 * 1024;

    /// <summary>One read, checked. The end of the body is checked, too.</summary>
    internal static async ValueTask<int> ReadAsync(
        Plan plan, Body body, Memory<byte> block, PatternCheck check, CancellationToken token = default)
    {
        var count = plan.IsBlocking ? body.Read(block.Span) : await body.ReadAsync(block, token);
        if (count == 0) check.End();
        else check.Take(block.Span[..count]);
        return count;
    }

    internal static PatternCheck CheckOf(Plan plan) => new(plan, 'q', plan.Length, "body at the handler");

    internal static async ValueTask WriteAsync(Plan plan, ResponseWriter w, ReadOnlyMemory<byte> bytes)
    {
        if (plan.IsBlocking) w.Write(bytes.Span);
        else await w.WriteAsync(bytes);
    }

    internal static async ValueTask FlushAsync(Plan plan, ResponseWriter w)
    {
        if (plan.IsBlocking) w.Flush();
        else await w.FlushAsync();
    }

    /// <summary>The server's own body, with flushes at random.</summary>
    internal static async ValueTask ReplyAsync(Plan plan, ResponseWriter w, bool flushes)
    {
        ReadOnlyMemory<byte> bytes = Pattern.Make('s', plan.Id, plan.ReplyLength);
        var dice = new Dice(plan.Id, 1);
        if (flushes) await FlushAsync(plan, w);
        while (!bytes.IsEmpty)
        {
            var size = Math.Min(bytes.Length, 1 + dice.Next(20_000));
            await WriteAsync(plan, w, bytes[..size]);
            bytes = bytes[size..];
            if (flushes && dice.OneIn(3)) await FlushAsync(plan, w);
            if (dice.OneIn(40)) await PauseAsync(plan, 3);
        }
    }

    internal static async ValueTask PauseAsync(Plan plan, int milliseconds)
    {
        if (plan.IsBlocking) Thread.Sleep(milliseconds);
        else await Task.Delay(milliseconds);
    }
}
