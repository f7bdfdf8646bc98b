using System.Globalization;
using RouteGen;

namespace LoadClient.Chaos;

/// <summary>Finds out what is to be done with a request, and does it.</summary>
internal sealed class ChaosHandler : IHandler
{
    private readonly ChaosOptions _options;
    private readonly Forwarder _forwarder;
    private readonly KeptObjects _kept;
    private readonly ReverseProxy _proxy;

    internal ChaosHandler(ChaosOptions options, Transport transport, string upstream, KeptObjects kept)
    {
        _options = options;
        _kept = kept;
        _forwarder = new Forwarder(transport, upstream);
        _proxy = new ReverseProxy(upstream) { Transport = transport, ErrorLog = static _ => { } };
    }

    public async ValueTask ServeHttpAsync(ResponseWriter w, Request r)
    {
        var plan = PlanOf(r);
        if (plan.Variant == 7) await Task.Yield();
        switch (plan.Kind)
        {
            case Kind.Proxy:
                await _proxy.ServeHttpAsync(w, r);
                return;
            case Kind.Wrapped:
                await _proxy.ServeHttpAsync(new OpaqueWriter(w), r);
                return;
            case Kind.Forward:
                await _forwarder.ForwardAsync(plan, w, r);
                return;
        }

        w.Header.Set("X-Id", plan.Id.ToString(CultureInfo.InvariantCulture));
        await (plan.Kind switch
        {
            Kind.Echo => EchoHandlers.EchoAsync(plan, w, r, throwsAt: -1),
            Kind.Throws => EchoHandlers.EchoAsync(plan, w, r, throwsAt: plan.Variant),
            Kind.Duplex => EchoHandlers.DuplexAsync(plan, w, r),
            Kind.Overlap => OverlapHandlers.AwaitedAsync(plan, w, r),
            Kind.Unawaited => OverlapHandlers.UnawaitedAsync(plan, w, r),
            Kind.Misuse => OverlapHandlers.MisuseAsync(plan, w, r),
            Kind.Early => EarlyHandlers.EarlyAsync(plan, w, r),
            Kind.Kept => EarlyHandlers.KeptAsync(plan, w, r, _kept),
            Kind.Hijack => HijackHandlers.EchoAsync(plan, w),
            Kind.Dropped => HijackHandlers.DropAsync(plan, w),
            _ => CancelHandlers.CancelAsync(plan, w, r, _forwarder),
        });
    }

    // The number of the path is that of the field, or something of another request came in between.
    private Plan PlanOf(Request r)
    {
        var path = r.Url.Path;
        var isNumber = int.TryParse(path.AsSpan(path.LastIndexOf('/') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var id);
        var plan = new Plan(_options, id);
        if (isNumber && path == plan.Path && r.Header.Get("X-Id") == id.ToString(CultureInfo.InvariantCulture)) return plan;
        throw Faults.Report(FaultKind.Foreign, plan, $"the server was asked for '{path}' by request '{r.Header.Get("X-Id")}'");
    }
}
