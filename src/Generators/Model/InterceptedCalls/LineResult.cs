namespace RouteGen.Generators.Model;

/// <summary>Result of reading one call that registers a handler.</summary>
/// <param name="Registration">The registration; null: the pattern is invalid, or no constant.</param>
/// <param name="Problem">What is wrong or odd about the line; null: nothing.</param>
internal sealed record LineResult(Registration? Registration, DiagnosticInfo? Problem);
