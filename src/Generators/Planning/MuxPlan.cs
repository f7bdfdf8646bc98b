using RouteGen.Generators.Model;

namespace RouteGen.Generators.Planning;

/// <summary>The table: its entries in order, and the registrations that have no place in it.</summary>
/// <param name="Entries">Exact entries first, then prefixes.</param>
/// <param name="ExactCount">How many of them are exact.</param>
/// <param name="Problems">Why registrations were left out.</param>
internal sealed record MuxPlan(EquatableArray<PlannedEntry> Entries, int ExactCount, EquatableArray<PlanProblem> Problems);

/// <summary>One entry of the table.</summary>
/// <param name="Route">The route.</param>
/// <param name="Host">The host part of its pattern; empty: every host.</param>
/// <param name="Path">The rest of its pattern.</param>
/// <param name="Registration">The index of the registration it comes from.</param>
internal sealed record PlannedEntry(RouteModel Route, string Host, string Path, int Registration);

/// <summary>Why a registration was left out.</summary>
/// <param name="Id">The diagnostic.</param>
/// <param name="Registration">The index of the registration that was left out.</param>
/// <param name="Other">The index of the one it conflicts with; -1: none.</param>
internal sealed record PlanProblem(string Id, int Registration, int Other);
