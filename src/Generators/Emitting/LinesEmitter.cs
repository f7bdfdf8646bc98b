// Writes ServeMux.Lines.g.cs: interceptors for calls that register a handler with DefaultServeMux. An interceptor passes the handler to the
// call's entry in the table. From then on, the entry matches requests.
using System.Globalization;
using Microsoft.CodeAnalysis.Text;
using RouteGen.Generators.Model;
using RouteGen.Generators.Parsing;

namespace RouteGen.Generators.Emitting;

internal static class LinesEmitter
{
    internal const string HintName = "ServeMux.Lines.g.cs";

    /// <summary>The namespace of interceptors, which build/RouteGen.targets passes to the compiler.</summary>
    internal const string Namespace = "RouteGen.Generated";

    internal static SourceText Emit(EquatableArray<InterceptedLine> lines)
    {
        var writer = new SourceWriter();
        var middleware = lines.SelectMany(static line => line.Middleware);
        writer.Head(TypeNames.AliasesIn(middleware.Select(static type => type.Expression)));
        writer.Open("namespace " + Namespace);
        writer.Line(
            "// Calls that register handlers are replaced by calls of these methods, which pass each handler to its entry in the table.");
        // Middleware may be obsolete, as in MuxEmitter.
        writer.GeneratedType(namesUsersCode: true);
        writer.Open("file static class ServeMuxLines");
        for (var index = 0; index < lines.Count; index++)
        {
            if (index != 0) writer.Line();
            EmitLine(writer, lines[index]);
        }

        writer.Close();
        writer.Close();
        writer.Line();
        writer.Open("namespace System.Runtime.CompilerServices");
        writer.Line("// The compiler recognises this attribute by its name. The framework does not declare it.");
        writer.Line("[global::System.AttributeUsage(global::System.AttributeTargets.Method)]");
        writer.Open("file sealed class InterceptsLocationAttribute : global::System.Attribute");
        writer.Open("public InterceptsLocationAttribute(int version, string data)");
        return writer.ToSourceText();
    }

    private static void EmitLine(SourceWriter writer, InterceptedLine line)
    {
        var number = line.Entry.ToString(CultureInfo.InvariantCulture);
        var handler = line.Line.Parameter == "IHandler" ? "handler" : "global::RouteGen.Handler.From(handler)";
        writer.Line("// " + Literals.Escape(line.Source + ": " + line.Pattern));
        writer.Line("[global::System.Runtime.CompilerServices.InterceptsLocation("
            + line.Site.Version.ToString(CultureInfo.InvariantCulture) + ", " + Literals.Quote(line.Site.Data) + ")]");
        writer.Line("internal static void Register" + number + "("
            + (line.Line.IsOfMux ? "this global::RouteGen.ServeMux mux, " : "") + "string pattern, global::RouteGen." + line.Line.Parameter
            + " handler, string file, int line) =>");
        writer.Indented(
            ["global::RouteGen.ServeMux.RegisterGeneratedEntry(" + number + ", " + MiddlewareEmitter.Chain(line.Middleware, handler)
                + ");"]);
    }
}
