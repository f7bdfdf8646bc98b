using RouteGen;

namespace LoadClient.Chaos;

/// <summary>Handlers of which a wait is cancelled, or runs into its limit.</summary>
internal static class CancelHandlers
{
    internal static async ValueTask CancelAsync(Plan plan, ResponseWriter w, Request r, Forwarder forwarder)
    {
        using var source = new CancellationTokenSource(1 + (plan.Id % 30));
        switch (plan.Variant % 4)
        {
            case 0:
                await Task.Delay(1 + (plan.Id % 30), r.Context.CancellationToken);
                break;
            case 1:
                await ReadAllAsync(plan, r, source.Token);
                break;
            case 2:
                new ResponseController(w).SetReadDeadline(DateTimeOffset.UtcNow.AddMilliseconds(50));
                await ReadAllAsync(plan, r, default);
                break;
            default:
                await forwarder.ForwardAsync(plan, w, r, source.Token);
                return;
        }

        await Exchanges.ReplyAsync(plan, w, flushes: plan.Variant < 4);
    }

    private static async ValueTask ReadAllAsync(Plan plan, Request r, CancellationToken token)
    {
        var check = Exchanges.CheckOf(plan);
        var block = new byte[Exchanges.BlockBytes];
        while (await Exchanges.ReadAsync(plan, r.Body, block, check, token) > 0)
        {
        }
    }
}
