namespace RouteGen.Generators.Model;

/// <summary>The result of a step that may have failed.</summary>
/// <param name="Value">The result, or null if the step threw an exception.</param>
/// <param name="Problem">The exception as a problem, or null if there was none.</param>
internal sealed record Outcome<T>(T? Value, DiagnosticInfo? Problem)
    where T : class, IEquatable<T>;
