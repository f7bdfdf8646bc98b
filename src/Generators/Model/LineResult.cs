namespace RouteGen.Generators.Model;

/// <summary>What one line that registers a handler comes to.</summary>
/// <param name="Registration">The registration; null: the pattern is invalid.</param>
/// <param name="Problem">What is wrong with the pattern; null: nothing.</param>
internal sealed record LineResult(Registration? Registration, DiagnosticInfo? Problem);
