// Emits middleware as nested generic structs, outermost first, so that a row shows the order and requests allocate nothing. The struct for
// a middleware type is in the runtime. The struct for a method of a mux is emitted into the table of the mux, and refers to the instance.
using RouteGen.Generators.Model;
using RouteGen.Generators.Planning;

namespace RouteGen.Generators.Emitting;

internal static class MiddlewareEmitter
{
    private const string Handler = "global::RouteGen.IHandler";
    private const string MiddlewareChain = "global::RouteGen.IMiddlewareChain";
    private const string Parameters = "(global::RouteGen.ResponseWriter w, global::RouteGen.Request r)";

    /// <summary>Returns the expression of a handler with middleware.</summary>
    /// <param name="outermostFirst">The middleware, outermost first.</param>
    /// <param name="handler">The expression of the handler.</param>
    internal static string Chain(IEnumerable<MiddlewareModel> outermostFirst, string handler)
    {
        MiddlewareModel[] middleware = [.. outermostFirst];
        if (middleware.Length == 0) return handler;
        var type = middleware.AsEnumerable().Reverse().Aggregate("global::RouteGen.Endpoint", static (next, outer) =>
            (outer.Owner is null ? "global::RouteGen.Middleware<" + outer.Expression + ", " : StructOf(outer) + "<") + next + ">");
        var makes = middleware.Select(static one => one.Owner is null ? "(new" : "(mux, new");
        return "new " + type + string.Concat(makes) + "(" + handler + ")" + new string(')', middleware.Length);
    }

    /// <summary>Writes a struct for each method of the table's mux that is used as middleware.</summary>
    internal static void EmitStructs(SourceWriter writer, MuxPlan plan)
    {
        if (plan.Mux is not { } mux) return;
        foreach (var member in MiddlewareIn(plan).Where(middleware => middleware.Owner == mux).Distinct())
        {
            writer.Line();
            writer.Line("// Calls " + Literals.Escape(member.Name) + ", and passes it the next handler.");
            writer.Line("private readonly struct " + StructOf(member) + "<TNext> : " + MiddlewareChain);
            writer.Indented(["where TNext : struct, " + Handler]);
            writer.Line("{");
            writer.Indented(
            [
                "private readonly " + mux.Expression + " _mux;",
                "private readonly TNext _next;",
                "",
                "internal " + StructOf(member) + "(" + mux.Expression + " mux, TNext next)",
                "{",
                "    _mux = mux;",
                "    _next = next;",
                "}",
                "",
                "public " + Handler + " End => _next is " + MiddlewareChain + " next ? next.End : _next;",
                "",
                "public global::System.Threading.Tasks.ValueTask ServeHttpAsync" + Parameters + " => _mux." + member.Expression
                    + "(w, r, _next);",
            ]);
            writer.Line("}");
        }
    }

    /// <summary>Returns the constructor arguments for the middleware that runs before the responses of the mux itself.</summary>
    internal static IEnumerable<string> OwnArguments(MuxPlan plan)
    {
        if (plan.Middleware.Count == 0) yield break;
        yield return "middleware: handler => " + Chain(plan.Middleware, "handler");
        if (plan.MountedSkipCount != 0)
            yield return "mountedMiddleware: handler => " + Chain(plan.Middleware.Skip(plan.MountedSkipCount), "handler");
    }

    /// <summary>Returns all middleware in a table.</summary>
    internal static IEnumerable<MiddlewareModel> MiddlewareIn(MuxPlan plan) =>
        plan.Entries.SelectMany(static entry => entry.Route.Mounted?.Mount.Middleware ?? entry.Route.Middleware).Concat(plan.Middleware);

    private static string StructOf(MiddlewareModel member) => "Use" + member.Expression.Replace("@", "");
}
