// Writes the rows of a table. Most rows contain only a pattern, a method, its name and its source location. The rest of the code is in one
// factory method for each kind of entry and handler that occurs. The rows are easier to read, and the compiler spends a third less time on
// a thousand of them.
using RouteGen.Generators.Model;

namespace RouteGen.Generators.Emitting;

internal static class EntryEmitter
{
    private const string Entry = "global::RouteGen.MuxEntry";

    private static readonly HandlerShape[] s_functions = [HandlerShape.Void, HandlerShape.Task, HandlerShape.ValueTask];

    /// <summary>Writes the expression that creates an entry.</summary>
    /// <param name="text">Receives the expression.</param>
    /// <param name="route">The route.</param>
    /// <param name="kind">The kind of the entry, as a member of <c>MuxEntryKind</c>.</param>
    /// <param name="source">The expression of the source location.</param>
    /// <param name="mountedSkipCount">The number of outermost middleware that are left out for requests through a mount, because the outer
    /// mux runs them; zero if there are none, or if the mux is not mounted.</param>
    /// <param name="mounts">Writes the handlers of mounted routes.</param>
    internal static void AppendRow(
        TextBuffer text, RouteModel route, string kind, string source, int mountedSkipCount, MountEmitter mounts)
    {
        var isPlain = IsPlain(route, mountedSkipCount);
        text.Append(isPlain ? Maker(kind, route.Shape) : route.Line is null ? "new" : Entry + ".OfLine");
        text.Append("(\"").Append(Literals.Escape(route.Pattern)).Append("\", ");
        if (!isPlain) text.Append(Entry).Append("Kind.").Append(kind).Append(", ");

        // The handler of an intercepted call is passed at run time, so the row has none.
        if (isPlain) text.Append(route.HandlerExpression).Append(", ");
        else if (route.Line is null) text.Append(MuxEmitter.HandlerOf(route, 0, mounts)).Append(", ");
        text.Append('"').Append(Literals.Escape(route.HandlerName)).Append("\", ").Append(source);
        if (mountedSkipCount != 0) text.Append(", mounted: ").Append(MuxEmitter.HandlerOf(route, mountedSkipCount, mounts));
        text.Append(')');
    }

    /// <summary>
    /// Writes the factory methods that the rows of a table call: one for each combination of kind and handler shape that occurs.
    /// </summary>
    /// <param name="writer">Receives the methods.</param>
    /// <param name="rows">The routes with their kinds.</param>
    /// <param name="mountedSkipCount">The same number as for <see cref="AppendRow"/>.</param>
    internal static void EmitMakers(SourceWriter writer, IEnumerable<(RouteModel Route, string Kind)> rows, int mountedSkipCount)
    {
        var used = new HashSet<string>(
            rows.Where(row => IsPlain(row.Route, mountedSkipCount)).Select(static row => Maker(row.Kind, row.Route.Shape)),
            StringComparer.Ordinal);
        foreach (var kind in new[] { "Exact", "Wildcard", "Prefix" })
        {
            foreach (var shape in s_functions)
            {
                if (!used.Contains(Maker(kind, shape))) continue;
                var (type, from) = MuxEmitter.DelegateOf(shape);
                writer.Line();
                writer.Line(
                    "private static " + Entry + " " + Maker(kind, shape) + "(string pattern, " + type
                        + " handler, string name, string source) =>");
                writer.Indented(["new(pattern, " + Entry + "Kind." + kind + ", " + from + "(handler), name, source);"]);
            }
        }
    }

    private static bool IsPlain(RouteModel route, int mountedSkipCount) =>
        mountedSkipCount == 0 && route is { Line: null, Mounted: null, Middleware.Count: 0 } && route.Shape != HandlerShape.Handler;

    private static string Maker(string kind, HandlerShape shape) => shape == HandlerShape.Void ? kind : kind + shape;
}
