namespace RouteGen.Generators.Planning;

/// <summary>Problem of a registration, alone or together with another one.</summary>
/// <param name="Id">The diagnostic.</param>
/// <param name="Registration">The index of the registration that is reported.</param>
/// <param name="Other">The index of the registration that it conflicts with, or -1 for none.</param>
/// <param name="Witness">A request line that shows the conflict. Without another registration, the number that is too large, or empty for
/// the most entries of a table.</param>
internal sealed record PlanProblem(string Id, int Registration, int Other, string Witness = "");
