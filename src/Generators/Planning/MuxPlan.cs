using RouteGen.Generators.Model;

namespace RouteGen.Generators.Planning;

/// <summary>The plan of a match table.</summary>
/// <param name="Mux">The mux that has the table, or null for <c>DefaultServeMux</c>.</param>
/// <param name="Entries">The entries: exact ones first, then entries with wildcards, then prefixes.</param>
/// <param name="ExactCount">The number of exact entries.</param>
/// <param name="WildcardCount">The number of entries with wildcards.</param>
/// <param name="Problems">Errors for registrations that are left out, and warnings for others.</param>
/// <param name="MountedSkipCount">The number of outermost middleware that do not run for requests through a mount, because the outer mux
/// runs them.</param>
internal sealed record MuxPlan(
    MuxModel? Mux, EquatableArray<PlannedEntry> Entries, int ExactCount, int WildcardCount, EquatableArray<PlanProblem> Problems,
    int MountedSkipCount = 0)
{
    /// <summary>The middleware of the mux, outermost first. It also runs before the responses of the mux itself.</summary>
    internal EquatableArray<MiddlewareModel> Middleware { get; init; } = EquatableArray<MiddlewareModel>.Empty;
}
