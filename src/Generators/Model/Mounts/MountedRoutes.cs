namespace RouteGen.Generators.Model;

/// <summary>All registrations, those that mounts add included.</summary>
/// <param name="Registrations">The registrations, sorted.</param>
/// <param name="Problems">What is wrong with the mounts.</param>
internal sealed record MountedRoutes(EquatableArray<Registration> Registrations, EquatableArray<DiagnosticInfo> Problems);
