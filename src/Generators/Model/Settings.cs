// The settings of the project.
namespace RouteGen.Generators.Model;

/// <summary>The settings of the project.</summary>
/// <param name="EmitsTable">True if the project gets a table: it is an executable, did not opt out, and references no program with a
/// table.</param>
/// <param name="EmitsManifest">True if the project lists its routes for other projects: it is a library and did not opt out.</param>
/// <param name="AssemblyName">The name of the project's assembly.</param>
/// <param name="Programs">The referenced programs whose tables the executable uses instead of its own. Empty if there are none, or if the
/// project opted out.</param>
/// <param name="OldLanguage">The language version, if it is too old for generated code and nothing is generated; otherwise empty.</param>
internal sealed record MuxSettings(
    bool EmitsTable, bool EmitsManifest, string AssemblyName, EquatableArray<ProgramModel> Programs, string OldLanguage = "")
{
    /// <summary>Returns the settings of a project with neither a table nor a manifest.</summary>
    internal static MuxSettings None(string assemblyName) => new(false, false, assemblyName, EquatableArray<ProgramModel>.Empty);
}

/// <summary>A referenced program that has the table of <c>DefaultServeMux</c>.</summary>
/// <param name="Name">The name of its assembly.</param>
/// <param name="Table">The fully qualified name of the class that gives access to the table.</param>
/// <param name="Alias">The extern alias of the class, or empty for none.</param>
/// <param name="Libraries">The libraries with routes to which the program refers.</param>
internal sealed record ProgramModel(string Name, string Table, string Alias, EquatableArray<string> Libraries);
