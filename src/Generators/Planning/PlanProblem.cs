namespace RouteGen.Generators.Planning;

/// <summary>A problem of one registration or of two.</summary>
/// <param name="Id">The id of the diagnostic.</param>
/// <param name="Registration">The index of the registration that is reported.</param>
/// <param name="Other">The index of the registration that it conflicts with, or -1 for none.</param>
/// <param name="Witness">For two registrations, a request that shows the conflict. For one registration, the number in the message; empty
/// means the maximum number of entries.</param>
internal sealed record PlanProblem(string Id, int Registration, int Other, string Witness = "");
