using RouteGen;

namespace LoadClient.Chaos;

/// <summary>Handlers that respond before they have read the body.</summary>
internal static class EarlyHandlers
{
    internal static async ValueTask EarlyAsync(Plan plan, ResponseWriter w, Request r)
    {
        if (plan.Variant % 3 == 1) await Exchanges.ReadAsync(plan, r.Body, new byte[100], Exchanges.CheckOf(plan));
        await Exchanges.ReplyAsync(plan, w, flushes: plan.Variant % 2 == 0);
    }

    internal static async ValueTask KeptAsync(Plan plan, ResponseWriter w, Request r, KeptObjects kept)
    {
        kept.Keep(plan, w, r);
        // Not declared: what ends the response is written when the handler has completed, so that a client that has it all knows that.
        if (plan.Variant % 2 == 0) await Exchanges.PauseAsync(plan, 1);
        await Exchanges.ReplyAsync(plan, w, flushes: plan.Variant % 4 == 0);
    }
}
