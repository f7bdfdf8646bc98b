using RouteGen;

namespace LoadClient.Chaos;

/// <summary>Handlers that take their connection over.</summary>
internal static class HijackHandlers
{
    internal static async ValueTask EchoAsync(Plan plan, ResponseWriter w)
    {
        using var conn = TakeOver(w);
        var check = new PatternCheck(plan, 'q', plan.Length, "bytes of a hijacked connection");
        var block = new byte[Exchanges.BlockBytes];
        while (true)
        {
            var count = plan.IsBlocking ? conn.Read(block) : await conn.ReadAsync(block);
            if (count == 0) break;
            check.Take(block.AsSpan(0, count));
            if (plan.IsBlocking) conn.Write(block.AsSpan(0, count));
            else await conn.WriteAsync(block.AsMemory(0, count));
        }

        conn.CloseWrite();
    }

    // Nobody disposes what was taken over.
    internal static async ValueTask DropAsync(Plan plan, ResponseWriter w)
    {
        var conn = TakeOver(w);
        var count = plan.Variant % 2 == 0 && plan.Length > 0 ? await conn.ReadAsync(new byte[10]) : 0;
        if (count > plan.Length) Faults.Report(FaultKind.Foreign, plan, "more than was sent was read from a hijacked connection");
        throw plan.Variant < 4 ? new ChaosException("thrown after the connection was taken over") : new AbortHandlerException();
    }

    private static HijackedConn TakeOver(ResponseWriter w)
    {
        w.Header.Set("Connection", "Upgrade");
        w.Header.Set("Upgrade", "chaos");
        w.WriteHeader(Status.SwitchingProtocols);
        return new ResponseController(w).Hijack();
    }
}
