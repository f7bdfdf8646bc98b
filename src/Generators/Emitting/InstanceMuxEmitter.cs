// Writes what makes a class a handler. Its mux is made of the table when the first request comes or somebody asks for it, since the class's constructor is its own.
using RouteGen.Generators.Model;

namespace RouteGen.Generators.Emitting;

internal static class InstanceMuxEmitter
{
    private const string Mux = "global::RouteGen.ServeMux";

    /// <summary>Opens the class and writes its members but for the table.</summary>
    internal static void EmitClassHead(SourceWriter writer, MuxModel mux)
    {
        writer.Open("partial class " + mux.Name + " : global::RouteGen.IServeMux");
        writer.Line("private " + Mux + "? _serveMux;");
        writer.Line();
        writer.Line("/// <summary>Hands the request to the handler whose pattern matches it.</summary>");
        writer.Line("/// <param name=\"w\">Takes the answer.</param>");
        writer.Line("/// <param name=\"r\">The request.</param>");
        writer.Line("public global::System.Threading.Tasks.ValueTask ServeHttpAsync(global::RouteGen.ResponseWriter w, global::RouteGen.Request r) =>");
        writer.Indented(["(_serveMux ?? MakeServeMux()).ServeHttpAsync(w, r);"]);
        writer.Line();
        if (!mux.HasMember)
        {
            writer.Line("/// <summary>The mux that serves the requests: where 404 and 405 are set, patterns registered and middleware put in front at run time.</summary>");
            writer.Line("public " + Mux + " Mux => _serveMux ?? MakeServeMux();");
            writer.Line();
        }

        writer.Line(Mux + " global::RouteGen.IServeMux.Mux => _serveMux ?? MakeServeMux();");
        writer.Line();
        writer.Line("// Two first requests may both make one; the first that is kept serves both.");
        writer.Line("private " + Mux + " MakeServeMux()");
        writer.Line("{");
        writer.Indented(
        [
            "var made = " + Mux + ".FromGeneratedTable(new ServeMuxTable(this));",
            "return global::System.Threading.Interlocked.CompareExchange(ref _serveMux, made, null) ?? made;",
        ]);
        writer.Line("}");
        writer.Line();
    }
}
