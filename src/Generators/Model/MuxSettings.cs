namespace RouteGen.Generators.Model;

/// <summary>What the table depends on besides the routes.</summary>
/// <param name="EmitsTable">Whether this project gets a table: it is an executable and did not opt out.</param>
/// <param name="EmitsManifest">Whether it lists its routes for the programs that refer to it: it is a library and did not opt out.</param>
/// <param name="AssemblyName">The name of the assembly the table goes into.</param>
internal sealed record MuxSettings(bool EmitsTable, bool EmitsManifest, string AssemblyName);
