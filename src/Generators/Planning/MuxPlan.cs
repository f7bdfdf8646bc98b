using RouteGen.Generators.Model;

namespace RouteGen.Generators.Planning;

/// <summary>The table: its entries in order, and the registrations that have no place in it or deserve a second look.</summary>
/// <param name="Mux">The mux it belongs to; null: <c>DefaultServeMux</c>.</param>
/// <param name="Entries">Exact entries first, then those with wildcards, then prefixes.</param>
/// <param name="ExactCount">How many of them are exact.</param>
/// <param name="WildcardCount">How many of them have wildcards.</param>
/// <param name="Problems">Why registrations were left out, and what is odd about some that were not.</param>
/// <param name="MountedSkipCount">How much middleware, counted from the outermost, its routes go without where it is mounted in another
/// mux.</param>
internal sealed record MuxPlan(
    MuxModel? Mux, EquatableArray<PlannedEntry> Entries, int ExactCount, int WildcardCount, EquatableArray<PlanProblem> Problems,
    int MountedSkipCount = 0)
{
    /// <summary>The middleware in front of all handlers of the mux, and so of its own responses, the outermost first.</summary>
    internal EquatableArray<MiddlewareModel> Middleware { get; init; } = EquatableArray<MiddlewareModel>.Empty;
}
