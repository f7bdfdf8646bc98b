namespace RouteGen.Generators.Model;

/// <summary>The result of a step that may have failed.</summary>
/// <param name="Value">Its result, or null if it failed.</param>
/// <param name="Problem">The exception as a problem, or null for none.</param>
internal sealed record Outcome<T>(T? Value, DiagnosticInfo? Problem)
    where T : class, IEquatable<T>;
