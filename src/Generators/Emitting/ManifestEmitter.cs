// Writes RouteManifest.g.cs: the routes of a library, for programs that reference it. For each route, a public method creates the handler
// with its middleware. The program's table calls these methods, so handlers and middleware need not be public. A native binary omits
// methods that are not called.
//
// Source locations are constants in a separate file, as for a table (MuxEmitter.cs).
using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using RouteGen.Generators.Model;
using RouteGen.Generators.Parsing;
using RouteGen.Generators.Planning;

namespace RouteGen.Generators.Emitting;

internal static class ManifestEmitter
{
    internal const string HintName = "RouteManifest.g.cs";
    internal const string SourcesHintName = "RouteManifest.Sources.g.cs";

    private const string Namespace = "RouteGen.Generated";

    internal static SourceText EmitManifest(MuxPlan plan, string assemblyName)
    {
        var writer = new SourceWriter();
        writer.Head(TypeNames.AliasesIn(MuxEmitter.NamesIn(plan)));
        var name = ClassName(assemblyName);
        var version = LibraryReader.Version.ToString(CultureInfo.InvariantCulture);
        writer.Line("[assembly: global::RouteGen.RouteManifest(" + version + ", typeof(global::" + Namespace + "." + name + "))]");
        writer.Line();
        writer.Open("namespace " + Namespace);
        writer.Line("/// <summary>The routes of this library, for the table of a program that references it.</summary>");
        writer.Line("[global::System.ComponentModel.EditorBrowsable(global::System.ComponentModel.EditorBrowsableState.Never)]");
        // The use of an obsolete handler may be an error, but not in code that is itself obsolete.
        writer.GeneratedType(namesUsersCode: true);
        writer.Open("public static partial class " + name);
        for (var index = 0; index < plan.Entries.Count; index++)
        {
            if (index != 0) writer.Line();
            EmitRoute(writer, plan.Entries[index].Route, index);
        }

        return writer.ToSourceText();
    }

    internal static SourceText EmitSources(string assemblyName, EquatableArray<string> sources)
    {
        var writer = new SourceWriter();
        writer.Head();
        writer.Open("namespace " + Namespace);
        writer.Line("// The source locations of the routes.");
        writer.Open("partial class " + ClassName(assemblyName));
        for (var index = 0; index < sources.Count; index++)
            MuxEmitter.EmitSource(writer, index, sources[index]);
        return writer.ToSourceText();
    }

    private static void EmitRoute(SourceWriter writer, RouteModel route, int index)
    {
        string[] texts = [route.Pattern, route.HandlerName];
        var middleware = route.Middleware.Select(static middleware => ", " + Literals.Quote(middleware.Name));
        writer.Line(
            "[global::RouteGen.LibraryRoute(" + string.Join(", ", texts.Select(Literals.Quote)) + ", " + MuxEmitter.SourceConstant(index)
                + string.Concat(middleware) + ")]");
        writer.Line("public static global::RouteGen.IHandler Route" + index.ToString(CultureInfo.InvariantCulture) + "() =>");
        writer.Indented([MuxEmitter.HandlerOf(route) + ";"]);
    }

    // The class name depends on the library, because a program may reference several libraries. The program's build reports equal names.
    private static string ClassName(string assemblyName) =>
        "RoutesOf_" + string.Concat(assemblyName.Select(static letter => SyntaxFacts.IsIdentifierPartCharacter(letter) ? letter : '_'));
}
