namespace RouteGen.Generators.Model;

/// <summary>What one line that registers a handler comes to.</summary>
/// <param name="Registration">The registration; null: the pattern is invalid, or no constant.</param>
/// <param name="Problem">What is wrong or odd about the line; null: nothing.</param>
internal sealed record LineResult(Registration? Registration, DiagnosticInfo? Problem);
