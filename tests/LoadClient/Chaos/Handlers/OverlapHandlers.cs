using RouteGen;

namespace LoadClient.Chaos;

/// <summary>Handlers of which two threads use the request at once.</summary>
internal static class OverlapHandlers
{
    internal static async ValueTask AwaitedAsync(Plan plan, ResponseWriter w, Request r)
    {
        if (plan.IsFullDuplex) new ResponseController(w).EnableFullDuplex();
        var reading = StartReading(plan, r);
        await Exchanges.ReplyAsync(plan, w, flushes: true);
        await reading;
    }

    internal static async ValueTask UnawaitedAsync(Plan plan, ResponseWriter w, Request r)
    {
        if (plan.IsFullDuplex) new ResponseController(w).EnableFullDuplex();
        _ = StartReading(plan, r);
        if (plan.Variant >= 4) await Exchanges.ReplyAsync(plan, w, flushes: plan.Variant >= 6);
        else w.Write(Pattern.Make('s', plan.Id, plan.ReplyLength));
    }

    // What a second reader or writer does to the body or the response is the handler's fault. That it does no more than that is ours.
    internal static async ValueTask MisuseAsync(Plan plan, ResponseWriter w, Request r)
    {
        if (plan.IsFullDuplex) new ResponseController(w).EnableFullDuplex();
        // Made here: the body of a request whose handler has completed is not for the asking.
        var body = r.Body;
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() => TryAsync(plan, () => ReadUncheckedAsync(plan, body)))).ToArray();
        var bytes = Pattern.Make('s', plan.Id, plan.ReplyLength);
        var writers = Enumerable.Range(0, 4).Select(index => Task.Run(() => TryAsync(plan, async () =>
        {
            await w.WriteAsync(bytes);
            if (index % 2 == 0) await w.FlushAsync();
        }))).ToArray();
        await Task.WhenAll(readers);
        await Task.WhenAll(writers);
        throw new AbortHandlerException();
    }

    private static Task StartReading(Plan plan, Request r)
    {
        var body = r.Body;
        return Task.Run(() => TryAsync(plan, () => ReadAllAsync(plan, body)));
    }

    private static async Task ReadAllAsync(Plan plan, Body body)
    {
        var check = Exchanges.CheckOf(plan);
        var block = new byte[Exchanges.BlockBytes];
        while (await Exchanges.ReadAsync(plan, body, block, check) > 0)
        {
        }
    }

    private static async Task ReadUncheckedAsync(Plan plan, Body body)
    {
        var block = new byte[Exchanges.BlockBytes];
        while ((plan.IsBlocking ? body.Read(block) : await body.ReadAsync(block)) > 0)
        {
        }
    }

    // What may come of it: the peer went away, or it was refused.
    private static async Task TryAsync(Plan plan, Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or OperationCanceledException or ChaosException)
        {
            // ObjectDisposedException is an InvalidOperationException.
        }
        catch (Exception e)
        {
            Faults.Report(FaultKind.Internal, plan, $"a read or write failed: {e}");
        }
    }
}
