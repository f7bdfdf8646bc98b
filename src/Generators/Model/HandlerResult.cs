namespace RouteGen.Generators.Model;

/// <summary>What one annotated method comes to: its routes, and what is wrong with it.</summary>
internal sealed record HandlerResult(EquatableArray<Registration> Registrations, EquatableArray<DiagnosticInfo> Problems)
{
    internal static readonly HandlerResult None = new(EquatableArray<Registration>.Empty, EquatableArray<DiagnosticInfo>.Empty);

    /// <summary>No route, and a problem.</summary>
    internal static HandlerResult Failed(DiagnosticInfo problem) => new(EquatableArray<Registration>.Empty, new([problem]));
}
