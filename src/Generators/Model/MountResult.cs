namespace RouteGen.Generators.Model;

/// <summary>What one member with <c>[Mount]</c> comes to.</summary>
/// <param name="Mounts">The mounts.</param>
/// <param name="Problems">What is wrong with it.</param>
internal sealed record MountResult(EquatableArray<Mount> Mounts, EquatableArray<DiagnosticInfo> Problems);
