// Writes the rows of a table. Most routes are a pattern, a method, its name and its place, and a row holds only these: their common code is
// written once, in a method for each kind of entry and of handler that occurs. A thousand rows are easier to read in this form, and the
// compiler spends a third less time on them.
using System.Text;
using RouteGen.Generators.Model;

namespace RouteGen.Generators.Emitting;

internal static class EntryEmitter
{
    private const string Entry = "global::RouteGen.MuxEntry";

    private static readonly HandlerShape[] s_functions = [HandlerShape.Void, HandlerShape.Task, HandlerShape.ValueTask];

    /// <summary>Writes the expression that makes an entry.</summary>
    /// <param name="text">Takes it.</param>
    /// <param name="route">The route.</param>
    /// <param name="kind">Its kind, as a member of <c>MuxEntryKind</c>.</param>
    /// <param name="source">The expression of its place.</param>
    /// <param name="mountedSkipCount">The number of middleware that are left out if the mux is mounted, since they are in front of the
    /// outer entry; zero if it is not mounted, or there is none.</param>
    /// <param name="mounts">Writes the handlers of mounted routes.</param>
    internal static void AppendRow(
        StringBuilder text, RouteModel route, string kind, string source, int mountedSkipCount, MountEmitter mounts)
    {
        var isPlain = IsPlain(route, mountedSkipCount);
        text.Append(isPlain ? Maker(kind, route.Shape) : route.Line is null ? "new" : Entry + ".OfLine");
        text.Append("(\"").Append(Literals.Escape(route.Pattern)).Append("\", ");
        if (!isPlain) text.Append(Entry).Append("Kind.").Append(kind).Append(", ");

        // A line passes its handler when it runs.
        if (isPlain) text.Append(route.HandlerExpression).Append(", ");
        else if (route.Line is null) text.Append(MuxEmitter.HandlerOf(route, 0, mounts)).Append(", ");
        text.Append('"').Append(Literals.Escape(route.HandlerName)).Append("\", ").Append(source);
        if (mountedSkipCount != 0) text.Append(", mounted: ").Append(MuxEmitter.HandlerOf(route, mountedSkipCount, mounts));
        text.Append(')');
    }

    /// <summary>Writes the methods that rows call.</summary>
    /// <param name="writer">Takes them.</param>
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
