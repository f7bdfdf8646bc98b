// Writes the members that make a class a handler. The class's mux is created from the table when it is first needed. It is not created in
// the constructor, which the author of the class writes.
using RouteGen.Generators.Model;

namespace RouteGen.Generators.Emitting;

internal static class InstanceMuxEmitter
{
    private const string Mux = "global::RouteGen.ServeMux";
    private const string Task = "global::System.Threading.Tasks.ValueTask";

    /// <summary>Opens the class and writes its members, except for the table.</summary>
    internal static void EmitClassHead(SourceWriter writer, MuxModel mux)
    {
        var field = "_serveMux" + mux.Suffix;
        var make = "MakeServeMux" + mux.Suffix;
        writer.Open("partial class " + mux.Name + " : global::RouteGen.IServeMux");
        writer.Line("private " + Mux + "? " + field + ";");
        writer.Line();
        EmitServe(writer, mux, "(" + field + " ?? " + make + "()).ServeHttpAsync(w, r);");
        if (!mux.HasMember)
        {
            writer.Line(
                "/// <summary>The mux that serves the requests. Use it to set the 404 and 405 handlers, and "
                    + "to add patterns and middleware at run time.</summary>");
            writer.Generated();
            writer.Line("public " + Mux + " Mux => " + field + " ?? " + make + "();");
            writer.Line();
        }

        writer.Generated();
        writer.Line(Mux + " global::RouteGen.IServeMux.Mux => " + field + " ?? " + make + "();");
        writer.Line();
        writer.Line("// Concurrent first requests may each create a mux. The first one stored serves all of them.");
        writer.Generated();
        writer.Line("private " + Mux + " " + make + "()");
        writer.Line("{");
        writer.Indented(
        [
            "var made = " + Mux + ".FromGeneratedTable(new " + mux.TableClass + "(this));",
            "return global::System.Threading.Interlocked.CompareExchange(ref " + field + ", made, null) ?? made;",
        ]);
        writer.Line("}");
        writer.Line();
    }

    private static void EmitServe(SourceWriter writer, MuxModel mux, string body)
    {
        writer.Line("/// <summary>Dispatches the request to the handler whose pattern matches it.</summary>");
        writer.Line("/// <param name=\"w\">Writes the response.</param>");
        writer.Line("/// <param name=\"r\">The request.</param>");
        writer.Generated();
        var name = mux.Serve switch
        {
            ServeMember.Public => "public " + Task + " ServeHttpAsync",
            ServeMember.Override => "public override " + Task + " ServeHttpAsync",
            _ => Task + " global::RouteGen.IHandler.ServeHttpAsync",
        };
        writer.Line(name + "(global::RouteGen.ResponseWriter w, global::RouteGen.Request r) =>");
        writer.Indented([body]);
        writer.Line();
    }
}
