// Writes the rows of a table. Most routes are a pattern, a method, its name and its place, and a row says no more than that: what they have in
// common is written once, in a method for each kind of entry and of handler that occurs. A thousand rows are read faster so, by people and by the
// compiler, which spends a third less on them.
using RouteGen.Generators.Model;

namespace RouteGen.Generators.Emitting;

internal static class EntryEmitter
{
    private const string Entry = "global::RouteGen.MuxEntry";

    private static readonly HandlerShape[] s_functions = [HandlerShape.Void, HandlerShape.Task, HandlerShape.ValueTask];

    /// <summary>The expression that makes an entry.</summary>
    /// <param name="route">The route.</param>
    /// <param name="kind">Its kind, as a member of <c>MuxEntryKind</c>.</param>
    /// <param name="source">The expression of its place.</param>
    internal static string Row(RouteModel route, string kind, string source)
    {
        var tail = Literals.Quote(route.HandlerName) + ", " + source + ")";
        if (IsPlain(route)) return Maker(kind, route.Shape) + "(" + Literals.Quote(route.Pattern) + ", " + route.HandlerExpression + ", " + tail;

        // The handler of a line comes when the line runs.
        var head = Literals.Quote(route.Pattern) + ", " + Entry + "Kind." + kind + ", ";
        return route.Line is null
            ? "new(" + head + MuxEmitter.HandlerOf(route) + ", " + tail
            : Entry + ".OfLine(" + head + tail;
    }

    /// <summary>The methods that rows call.</summary>
    /// <param name="writer">Takes them.</param>
    /// <param name="rows">The routes with their kinds.</param>
    internal static void EmitMakers(SourceWriter writer, IEnumerable<(RouteModel Route, string Kind)> rows)
    {
        var used = new HashSet<string>(rows.Where(static row => IsPlain(row.Route)).Select(static row => Maker(row.Kind, row.Route.Shape)), StringComparer.Ordinal);
        foreach (var kind in new[] { "Exact", "Wildcard", "Prefix" })
        {
            foreach (var shape in s_functions)
            {
                if (!used.Contains(Maker(kind, shape))) continue;
                var (type, from) = MuxEmitter.DelegateOf(shape);
                writer.Line();
                writer.Line("private static " + Entry + " " + Maker(kind, shape) + "(string pattern, " + type + " handler, string name, string source) =>");
                writer.Indented(["new(pattern, " + Entry + "Kind." + kind + ", " + from + "(handler), name, source);"]);
            }
        }
    }

    private static bool IsPlain(RouteModel route) => route.Line is null && route.Shape != HandlerShape.Handler && route.Middleware.Count == 0;

    private static string Maker(string kind, HandlerShape shape) => shape == HandlerShape.Void ? kind : kind + shape;
}
