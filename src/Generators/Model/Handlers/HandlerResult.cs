namespace RouteGen.Generators.Model;

/// <summary>Result of reading one annotated method: its routes and its problems.</summary>
internal sealed record HandlerResult(EquatableArray<Registration> Registrations, EquatableArray<DiagnosticInfo> Problems)
{
    internal static readonly HandlerResult None = new(EquatableArray<Registration>.Empty, EquatableArray<DiagnosticInfo>.Empty);

    /// <summary>No route, and a problem.</summary>
    internal static HandlerResult Failed(DiagnosticInfo problem) => new(EquatableArray<Registration>.Empty, new([problem]));
}
