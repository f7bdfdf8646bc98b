using RouteGen;

namespace Items.Health;

/// <summary>Health probes for an orchestrator. A program that references this library serves both routes without further code.</summary>
internal static class Probes
{
    [Get("/livez")]
    internal static void Live(ResponseWriter w, Request r) => RouteGen.Health.Live(w, r);

    [Get("/readyz")]
    internal static void Ready(ResponseWriter w, Request r) => RouteGen.Health.Ready(w, r);
}
