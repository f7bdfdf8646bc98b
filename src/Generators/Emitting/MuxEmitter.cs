// Writes ServeMux.g.cs, the readable part of a table.
//
// The lookup data, ServeMux.Lookup.g.cs, is most of the text and not meant to be read. The source locations of routes are constants in a
// separate file, ServeMux.Sources.g.cs. If a line is added above a handler, all locations below it change, but only that small file is
// written again. The other two, which take longer, stay cached.
//
// There are two kinds of tables. TableForm contains their differences.
using System.Globalization;
using Microsoft.CodeAnalysis.Text;
using RouteGen.Generators.Model;
using RouteGen.Generators.Parsing;
using RouteGen.Generators.Planning;

namespace RouteGen.Generators.Emitting;

internal static class MuxEmitter
{
    internal static SourceText EmitTable(MuxPlan plan, LookupPlan lookup, MuxSettings settings)
    {
        var writer = new SourceWriter();
        var form = TableForm.Of(plan.Mux);
        writer.Head(TypeNames.AliasesIn(NamesIn(plan)));
        form.Open(writer);
        writer.Line("/// <summary>" + form.Summary + "</summary>");

        // The use of an obsolete handler may be an error, but not in code that is itself obsolete.
        writer.GeneratedType(namesUsersCode: true);
        OpenTable(writer, form, " : global::RouteGen.CompiledTable");
        var mounts = new MountEmitter(plan, form);
        EmitEntries(writer, form, plan, mounts);
        EmitMembers(writer, form, plan, lookup, settings, mounts);
        return writer.ToSourceText();
    }

    /// <summary>Writes the file with the lookup data.</summary>
    internal static SourceText EmitLookup(MuxPlan plan, LookupPlan lookup)
    {
        var writer = new SourceWriter();
        OpenPart(writer, plan.Mux);
        EmitLookupComment(writer, plan, lookup);
        EmitHosts(writer, lookup);
        LookupEmitter.EmitIndex(writer, "Exact", lookup.Exact);
        LookupEmitter.EmitFirsts(writer, "Exact", lookup.ExactFirsts);
        TrieEmitter.Emit(writer, plan, lookup.Wildcards);
        LookupEmitter.EmitIndex(writer, "Prefix", lookup.Prefixes);
        LookupEmitter.EmitFirsts(writer, "Prefix", lookup.PrefixFirsts);
        LookupEmitter.EmitPrefixLengths(writer, lookup);
        LookupEmitter.EmitIndex(writer, "Host", lookup.Hosts);
        return writer.ToSourceText();
    }

    internal static SourceText EmitSources(MuxModel? mux, EquatableArray<string> sources)
    {
        var writer = new SourceWriter();
        OpenPart(writer, mux);
        writer.Line("// The source locations of the entries.");
        for (var index = 0; index < sources.Count; index++)
            EmitSource(writer, index, sources[index]);
        return writer.ToSourceText();
    }

    /// <summary>Returns the middleware types in a plan, as C# source.</summary>
    internal static IEnumerable<string> NamesIn(MuxPlan plan) => plan.Entries
        .SelectMany(
            static entry => entry.Route.Middleware.Concat(entry.Route.Mounted?.Mount.Middleware ?? EquatableArray<MiddlewareModel>.Empty))
        .Concat(plan.Middleware)
        .Where(static middleware => middleware.Owner is null)
        .Select(static middleware => middleware.Expression);

    private static void OpenPart(SourceWriter writer, MuxModel? mux)
    {
        var form = TableForm.Of(mux);
        writer.Head();
        form.Reopen(writer);
        OpenTable(writer, form, "");
    }

    private static void OpenTable(SourceWriter writer, TableForm form, string bases) =>
        writer.Open(form.Accessibility + " sealed partial class " + form.ClassName + bases);

    private static void EmitEntries(SourceWriter writer, TableForm form, MuxPlan plan, MountEmitter mounts)
    {
        mounts.EmitMounts(writer);
        writer.Open(form.EntriesHead(mounts.HasAny));
        for (var index = 0; index < plan.Entries.Count; index++)
        {
            var kind = KindOf(plan, index);
            if (index == 0 || kind != KindOf(plan, index - 1))
            {
                if (index != 0) writer.Line();
                writer.Line(
                    kind switch
                    {
                        "Exact" => "// exact",
                        "Wildcard" => "// wildcard, most specific first",
                        _ => "// prefix, longest first"
                    });
            }

            EntryEmitter.AppendRow(
                writer.Begin(), plan.Entries[index].Route, kind, SourceConstant(index), plan.MountedSkipCount, mounts);
            writer.EndLine(",");
        }

        writer.Close(";");
    }

    private static string KindOf(MuxPlan plan, int index) =>
        index < plan.ExactCount ? "Exact" : index < plan.ExactCount + plan.WildcardCount ? "Wildcard" : "Prefix";

    private static void EmitLookupComment(SourceWriter writer, MuxPlan plan, LookupPlan lookup)
    {
        writer.Line(
            "// The lookup data. Exact key i belongs to entry i. Prefix key i, which lacks the trailing slash, belongs to prefix "
                + "entry i.");
        if (lookup.ExactFirsts.Count + lookup.PrefixFirsts.Count != 0)
            writer.Line(
                "// Key i has the entries from Firsts[i] up to, but not including, Firsts[i + 1]: one for each method of its path.");
        if (plan.WildcardCount != 0)
            writer.Line(
                "// The wildcard entries form a trie of segments. SegmentTrie.cs in the runtime describes the rows.");
    }

    /// <summary>Returns the expression that creates a route's <c>IHandler</c>, with its middleware. Not for intercepted calls.</summary>
    internal static string HandlerOf(RouteModel route, int skipCount = 0, MountEmitter? mounts = null)
    {
        if (route.Mounted is { } mounted)
            return MiddlewareEmitter.Chain(mounted.Mount.Middleware.Skip(skipCount), mounts!.HandlerOf(mounted));
        if (route.Shape == HandlerShape.Handler)
            return MiddlewareEmitter.Chain(route.Middleware.Take(route.OuterCount), route.HandlerExpression);
        var (type, from) = DelegateOf(route.Shape);
        return MiddlewareEmitter.Chain(route.Middleware.Skip(skipCount), from + "(new " + type + "(" + route.HandlerExpression + "))");
    }

    /// <summary>Returns the delegate type for a shape, and the method that creates a handler from such a delegate.</summary>
    internal static (string Type, string From) DelegateOf(HandlerShape shape) => shape switch
    {
        HandlerShape.Void => ("global::RouteGen.HandlerFunc", "global::RouteGen.Handler.From"),
        HandlerShape.Task => ("global::RouteGen.AsyncHandlerFunc", "global::RouteGen.Handler.From"),
        _ => ("global::RouteGen.ValueTaskHandlerFunc", "global::RouteGen.Handler.FromValueTask"),
    };

    private static void EmitMembers(
        SourceWriter writer, TableForm form, MuxPlan plan, LookupPlan lookup, MuxSettings settings, MountEmitter mounts)
    {
        writer.Line();
        form.OpenConstructor(writer, mounts.HasAny);
        writer.Indented([": base("]);
        writer.Indented(
        [
            "    assemblyName: " + Literals.Quote(settings.AssemblyName) + ",",
            "    entries: " + form.Entries(mounts.HasAny) + ",",
            "    exactCount: " + plan.ExactCount.ToString(CultureInfo.InvariantCulture) + ",",
            "    wildcardCount: " + plan.WildcardCount.ToString(CultureInfo.InvariantCulture) + ",",
            "    exact: " + LookupEmitter.Index("Exact", lookup.Exact) + ",",
            "    exactFirsts: " + (lookup.ExactFirsts.Count == 0 ? "default" : "ExactFirsts") + ",",
            "    wildcards: " + TrieEmitter.Trie(lookup.Wildcards) + ",",
            "    prefixes: " + LookupEmitter.PrefixIndex("Prefix", lookup.Prefixes) + ",",
            "    prefixFirsts: " + (lookup.PrefixFirsts.Count == 0 ? "default" : "PrefixFirsts") + ",",
            .. ArgumentLines(["hosts: " + LookupEmitter.Index("Host", lookup.Hosts), .. MiddlewareEmitter.OwnArguments(plan)]),
        ]);
        form.EmitConstructorBody(writer, mounts.HasAny);
        EntryEmitter.EmitMakers(writer, plan.Entries.Select((entry, index) => (entry.Route, KindOf(plan, index))), plan.MountedSkipCount);
        mounts.EmitMembers(writer);
        MiddlewareEmitter.EmitStructs(writer, plan);
        form.EmitRegistration(writer);
    }

    private static IEnumerable<string> ArgumentLines(string[] arguments) =>
        arguments.Select((argument, index) => "    " + argument + (index == arguments.Length - 1 ? ")" : ","));

    private static void EmitHosts(SourceWriter writer, LookupPlan lookup)
    {
        if (lookup.Hosts is not { } hosts) return;
        writer.Line("// Host groups: 0 is any host, " + string.Join(", ", hosts.Keys.Select(static (host, index) =>
            (index + 1).ToString(CultureInfo.InvariantCulture) + " is " + Literals.Escape(host)).Take(8))
            + (hosts.Keys.Count > 8 ? " ..." : "") + ".");
    }

    /// <summary>Writes the constant for a source location.</summary>
    internal static void EmitSource(SourceWriter writer, int index, string source)
    {
        Literals.AppendNumber(writer.Begin().Append("private const string Source"), index)
            .Append(" = \"").Append(Literals.Escape(source)).Append('"');
        writer.EndLine(";");
    }

    internal static string SourceConstant(int index) => "Source" + index.ToString(CultureInfo.InvariantCulture);
}
