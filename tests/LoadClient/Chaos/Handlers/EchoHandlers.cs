using RouteGen;

namespace LoadClient.Chaos;

/// <summary>Handlers that send back what they read.</summary>
internal static class EchoHandlers
{
    // -1: never; 0: at once; 1: in the middle of reading; 2: before writing; 3 and above: in the middle of writing, behind a flush or not.
    internal static async ValueTask EchoAsync(Plan plan, ResponseWriter w, Request r, int throwsAt)
    {
        if (throwsAt == 0) throw new ChaosException("thrown at once");
        var check = Exchanges.CheckOf(plan);
        var bytes = new byte[plan.Length + Exchanges.BlockBytes];
        for (int count; (count = await Exchanges.ReadAsync(plan, r.Body, bytes.AsMemory(check.Count, Exchanges.BlockBytes), check)) > 0;)
        {
            if (throwsAt == 1) throw new ChaosException("thrown while reading");
        }

        if (throwsAt == 2) throw new ChaosException("thrown before writing");
        if (plan.Variant == 3) await Exchanges.FlushAsync(plan, w);
        var half = plan.Length / 2;
        await Exchanges.WriteAsync(plan, w, bytes.AsMemory(0, half));
        if (plan.Variant % 2 == 1) await Exchanges.FlushAsync(plan, w);
        if (throwsAt >= 3) throw new ChaosException("thrown while writing");
        await Exchanges.WriteAsync(plan, w, bytes.AsMemory(half, plan.Length - half));
    }

    internal static async ValueTask DuplexAsync(Plan plan, ResponseWriter w, Request r)
    {
        new ResponseController(w).EnableFullDuplex();
        var check = Exchanges.CheckOf(plan);
        var block = new byte[Exchanges.BlockBytes];
        var dice = new Dice(plan.Id, 2);
        if (plan.Variant < 4) await Exchanges.FlushAsync(plan, w);
        for (int count; (count = await Exchanges.ReadAsync(plan, r.Body, block, check)) > 0;)
        {
            await Exchanges.WriteAsync(plan, w, block.AsMemory(0, count));
            if (dice.OneIn(2)) await Exchanges.FlushAsync(plan, w);
        }
    }
}
