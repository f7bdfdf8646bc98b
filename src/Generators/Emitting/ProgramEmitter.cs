// Writes the class by which a program shares its table with programs that reference it, such as its tests.
//
//   ServeMux.Program.g.cs      in the program with the table: a public class with an empty method. Calling the method runs the module
//                              initializer, which registers the table.
//   ServeMux.Referenced.g.cs   in the referring program: calls this method before any other code of the program runs.
using Microsoft.CodeAnalysis.Text;
using RouteGen.Generators.Model;
using RouteGen.Generators.Parsing;

namespace RouteGen.Generators.Emitting;

internal static class ProgramEmitter
{
    internal const string HintName = "ServeMux.Program.g.cs";
    internal const string ReferencedHintName = "ServeMux.Referenced.g.cs";

    /// <summary>Writes the class of a program with a table.</summary>
    /// <param name="assemblyName">The name of the program's assembly.</param>
    /// <param name="libraries">The libraries with routes to which the program refers.</param>
    internal static SourceText Emit(string assemblyName, IEnumerable<string> libraries)
    {
        var writer = new SourceWriter();
        writer.Head();
        writer.Open("namespace " + ProgramReader.Namespace);
        writer.Line(
            "/// <summary>Shows that the table of <c>DefaultServeMux</c> is in this assembly. A program that references the assembly, such "
                + "as its tests, uses this table.</summary>");
        writer.Line("[global::System.ComponentModel.EditorBrowsable(global::System.ComponentModel.EditorBrowsableState.Never)]");
        writer.GeneratedType();
        writer.Open("public static class " + ProgramReader.ClassName(assemblyName));
        writer.Line("/// <summary>The libraries with routes to which this program refers.</summary>");
        writer.Line("public const string " + ProgramReader.LibrariesConstant + " = " + Literals.Quote(string.Join(";", libraries)) + ";");
        writer.Line();
        writer.Line(
            "/// <summary>Ensures that the table is registered: the call runs the module initializer of this assembly first.</summary>");
        writer.Open("public static void Register()");
        return writer.ToSourceText();
    }

    /// <summary>Writes the module initializer that registers the table of a referenced program.</summary>
    internal static SourceText EmitReferenced(ProgramModel program)
    {
        var writer = new SourceWriter();
        writer.Head(program.Alias.Length == 0 ? [] : [program.Alias]);
        writer.Open("namespace " + ProgramReader.Namespace);
        writer.Line("// DefaultServeMux uses the table of " + Literals.Escape(program.Name) + ", to which this program refers.");
        writer.GeneratedType();
        writer.Open("internal static class ServeMuxOfProgram");
        writer.Line("[global::System.Runtime.CompilerServices.ModuleInitializer]");
        writer.Line("internal static void Register() => " + program.Table + ".Register();");
        return writer.ToSourceText();
    }
}
