// What handlers have kept. The client says when a response has arrived, which is when its handler has completed; then everything that was
// kept is used. Each use must fail, or show what it showed before; none may reach another request or response.
using System.Collections.Concurrent;
using System.Globalization;
using RouteGen;

namespace LoadClient.Chaos;

internal sealed class KeptObjects
{
    private readonly ConcurrentDictionary<int, KeptExchange> _kept = new();

    internal void Keep(Plan plan, ResponseWriter w, Request r) =>
        _kept[plan.Id] = new KeptExchange(w, w.Header, r, r.Header, r.Url, r.Body);

    /// <summary>The response did not arrive: nobody knows whether the handler has completed.</summary>
    internal void Forget(Plan plan) => _kept.TryRemove(plan.Id, out _);

    /// <summary>
    /// Every connection has ended. Drops what was kept by handlers that ran after their clients had given up, and returns its number.
    /// </summary>
    internal int Clear()
    {
        var count = _kept.Count;
        _kept.Clear();
        return count;
    }

    /// <summary>The response has arrived.</summary>
    internal void Use(Plan plan)
    {
        if (!_kept.TryRemove(plan.Id, out var kept)) return;
        var id = plan.Id.ToString(CultureInfo.InvariantCulture);
        var text = Pattern.Make('k', plan.Id, 64);
        Refused(plan, "Write", () => kept.Writer.Write(text));
        Refused(plan, "Flush", kept.Writer.Flush);
        Refused(plan, "WriteHeader", () => kept.Writer.WriteHeader(500));
        Refused(plan, "GetSpan", () =>
        {
            text.CopyTo(kept.Writer.GetSpan(text.Length));
            kept.Writer.Advance(text.Length);
        });
        Refused(plan, "Hijack", () => new ResponseController(kept.Writer).Hijack());
        Tried(plan, "Body.Read", () =>
        {
            if (kept.Body.Read(new byte[1]) > 0) Faults.Report(FaultKind.Kept, plan, "the body was read after the response");
        });
        Tried(plan, "Header.Set", () => kept.Header.Set("X-Kept", id));
        Tried(plan, "w.Header.Set", () => kept.Writer.Header.Set("X-Kept", id));
        Tried(plan, "r.Header.Get", () => Own(plan, kept.RequestHeader.Get("X-Id"), id));
        Tried(plan, "Request.Header", () => Own(plan, kept.Request.Header.Get("X-Id"), id));
        Tried(plan, "Request.Url", () => Own(plan, kept.Request.Url.Path, plan.Path));
        Tried(plan, "Url.Path", () => Own(plan, kept.Url.Path, plan.Path));
    }

    private static void Refused(Plan plan, string what, Action use) => Tried(plan, what, () =>
    {
        use();
        Faults.Report(FaultKind.Kept, plan, $"{what} was accepted after the response");
    });

    private static void Tried(Plan plan, string what, Action use)
    {
        try
        {
            use();
        }
        catch (InvalidOperationException)
        {
            // As promised; ObjectDisposedException is one.
        }
        catch (Exception e)
        {
            Faults.Report(FaultKind.Kept, plan, $"{what} after the response threw {e}");
        }
    }

    private static void Own(Plan plan, string value, string own)
    {
        if (value != own && value.Length > 0) Faults.Report(FaultKind.Foreign, plan, $"a kept request shows '{value}'");
    }

    private sealed record KeptExchange(ResponseWriter Writer, Header Header, Request Request, Header RequestHeader, Url Url, Body Body);
}
