// Writes the class by which a program shares its table with those that refer to it, and the call of that class in such a program.
//
//   ServeMux.Program.g.cs      in the program with the table: a public class whose method does nothing, but whose call ensures that the
//                              table is registered
//   ServeMux.Referenced.g.cs   in a program that refers to it: registers the table before any other code of this program runs
using Microsoft.CodeAnalysis.Text;
using RouteGen.Generators.Model;
using RouteGen.Generators.Parsing;

namespace RouteGen.Generators.Emitting;

internal static class ProgramEmitter
{
    internal const string HintName = "ServeMux.Program.g.cs";
    internal const string ReferencedHintName = "ServeMux.Referenced.g.cs";

    /// <summary>The class of a program that has a table.</summary>
    /// <param name="assemblyName">The name of its assembly.</param>
    /// <param name="libraries">The libraries with routes that it refers to.</param>
    internal static SourceText Emit(string assemblyName, IEnumerable<string> libraries)
    {
        var writer = new SourceWriter();
        writer.Head();
        writer.Open("namespace " + ProgramReader.Namespace);
        writer.Line(
            "/// <summary>The table of <c>DefaultServeMux</c> is in this assembly: a program that refers to it, such as its tests, has "
                + "none of its own.</summary>");
        writer.Line("[global::System.ComponentModel.EditorBrowsable(global::System.ComponentModel.EditorBrowsableState.Never)]");
        writer.GeneratedType();
        writer.Open("public static class " + ProgramReader.ClassName(assemblyName));
        writer.Line("/// <summary>The libraries whose routes this program's build has seen.</summary>");
        writer.Line("public const string " + ProgramReader.LibrariesConstant + " = " + Literals.Quote(string.Join(";", libraries)) + ";");
        writer.Line();
        writer.Line(
            "/// <summary>Returns when the table is registered: the module's initializer runs before its first method does.</summary>");
        writer.Open("public static void Register()");
        return writer.ToSourceText();
    }

    /// <summary>The module initializer that registers the table of a referenced program.</summary>
    internal static SourceText EmitReferenced(ProgramModel program)
    {
        var writer = new SourceWriter();
        writer.Head(program.Alias.Length == 0 ? [] : [program.Alias]);
        writer.Open("namespace " + ProgramReader.Namespace);
        writer.Line("// The routes of DefaultServeMux are those of " + Literals.Escape(program.Name) + ", which this program refers to.");
        writer.GeneratedType();
        writer.Open("internal static class ServeMuxOfProgram");
        writer.Line("[global::System.Runtime.CompilerServices.ModuleInitializer]");
        writer.Line("internal static void Register() => " + program.Table + ".Register();");
        return writer.ToSourceText();
    }
}
