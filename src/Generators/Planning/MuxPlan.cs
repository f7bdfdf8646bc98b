using RouteGen.Generators.Model;

namespace RouteGen.Generators.Planning;

/// <summary>The table: its entries in order, and the problems of registrations that are left out or have a warning.</summary>
/// <param name="Mux">The mux it belongs to, or null for <c>DefaultServeMux</c>.</param>
/// <param name="Entries">Exact entries first, then those with wildcards, then prefixes.</param>
/// <param name="ExactCount">The number of exact entries.</param>
/// <param name="WildcardCount">The number of entries with wildcards.</param>
/// <param name="Problems">The problems of registrations that were left out, and warnings about others.</param>
/// <param name="MountedSkipCount">The number of middleware, counted from the outermost, that are not in front of its routes when it is
/// mounted in another mux.</param>
internal sealed record MuxPlan(
    MuxModel? Mux, EquatableArray<PlannedEntry> Entries, int ExactCount, int WildcardCount, EquatableArray<PlanProblem> Problems,
    int MountedSkipCount = 0)
{
    /// <summary>The middleware in front of all handlers of the mux, and so of its own responses, the outermost first.</summary>
    internal EquatableArray<MiddlewareModel> Middleware { get; init; } = EquatableArray<MiddlewareModel>.Empty;
}
