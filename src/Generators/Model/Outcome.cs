namespace RouteGen.Generators.Model;

/// <summary>The result of a step that may have failed.</summary>
/// <param name="Value">Its result; null: it failed.</param>
/// <param name="Problem">What it threw; null: nothing.</param>
internal sealed record Outcome<T>(T? Value, DiagnosticInfo? Problem)
    where T : class, IEquatable<T>;
