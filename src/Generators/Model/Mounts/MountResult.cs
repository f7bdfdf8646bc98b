namespace RouteGen.Generators.Model;

/// <summary>Result of reading one member with <c>[Mount]</c>.</summary>
/// <param name="Mounts">The mounts.</param>
/// <param name="Problems">What is wrong with it.</param>
internal sealed record MountResult(EquatableArray<Mount> Mounts, EquatableArray<DiagnosticInfo> Problems);
