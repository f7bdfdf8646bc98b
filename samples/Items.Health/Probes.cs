using RouteGen;

namespace Items.Health;

/// <summary>Where an orchestrator looks. A program that refers to this library serves both routes without a line of its own.</summary>
internal static class Probes
{
    [Get("/livez")]
    internal static void Live(ResponseWriter w, Request r) => RouteGen.Health.Live(w, r);

    [Get("/readyz")]
    internal static void Ready(ResponseWriter w, Request r) => RouteGen.Health.Ready(w, r);
}
