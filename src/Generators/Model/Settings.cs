// The settings of the whole project.
namespace RouteGen.Generators.Model;

/// <summary>Settings that the table depends on, besides the routes.</summary>
/// <param name="EmitsTable">True if this project gets a table: it is an executable, did not opt out, and refers to no program that has
/// one.</param>
/// <param name="EmitsManifest">True if it lists its routes for the programs that refer to it: it is a library and did not opt out.</param>
/// <param name="AssemblyName">The name of the assembly the table goes into.</param>
/// <param name="Programs">The programs whose tables this executable uses in place of its own; empty if there are none, or it opted
/// out.</param>
/// <param name="OldLanguage">The version of the language if it is too old for generated code, so that nothing is generated; otherwise
/// empty.</param>
internal sealed record MuxSettings(
    bool EmitsTable, bool EmitsManifest, string AssemblyName, EquatableArray<ProgramModel> Programs, string OldLanguage = "")
{
    /// <summary>Neither a table nor a list.</summary>
    internal static MuxSettings None(string assemblyName) => new(false, false, assemblyName, EquatableArray<ProgramModel>.Empty);
}

/// <summary>A referenced program that has the table of <c>DefaultServeMux</c>.</summary>
/// <param name="Name">The name of its assembly.</param>
/// <param name="Table">The class that gives access to its table, as C# writes it from anywhere.</param>
/// <param name="Alias">The alias that the class is named under, or empty for none.</param>
/// <param name="Libraries">The libraries whose routes its build has read.</param>
internal sealed record ProgramModel(string Name, string Table, string Alias, EquatableArray<string> Libraries);
