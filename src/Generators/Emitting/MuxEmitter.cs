// Writes ServeMux.g.cs: the table, which is what a person looks for.
//
// The look-up data, ServeMux.Lookup.g.cs, is most of the text, and nothing to read. Where a route was registered is a constant in a part of
// its own, ServeMux.Sources.g.cs. A line added above a handler changes every place below it; then only that small file is written again,
// and this one, whose table and data are the costly part, stays cached.
using System.Globalization;
using Microsoft.CodeAnalysis.Text;
using RouteGen.Generators.Model;
using RouteGen.Generators.Parsing;
using RouteGen.Generators.Planning;

namespace RouteGen.Generators.Emitting;

internal static class MuxEmitter
{
    private const string TableClass = "ServeMuxTable";

    internal static SourceText EmitTable(MuxPlan plan, LookupPlan lookup, MuxSettings settings)
    {
        var writer = new SourceWriter();
        OpenNamespace(writer, plan.Mux, TypeNames.AliasesIn(NamesIn(plan)));
        if (plan.Mux is not null) InstanceMuxEmitter.EmitClassHead(writer, plan.Mux);
        writer.Line(plan.Mux is null
            ? "/// <summary>The routes of <c>DefaultServeMux</c>, from the <c>[HandleFunc]</c> methods of this program.</summary>"
            : "/// <summary>The routes of <c>" + plan.Mux.Name.Replace("@", "") + "</c>.</summary>");

        // Handlers may be obsolete to the degree of an error, but not for what is obsolete itself.
        writer.GeneratedType(namesUsersCode: true);
        OpenTable(writer, plan.Mux, " : global::RouteGen.CompiledTable");
        var mounts = new MountEmitter(plan);
        EmitEntries(writer, plan, mounts);
        EmitMembers(writer, plan, lookup, settings, mounts);
        return writer.ToSourceText();
    }

    /// <summary>The look-up data, most of the text, in a part of its own: who reads the table sees the table.</summary>
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
        writer.Line("// Where the entries of the table were registered.");
        for (var index = 0; index < sources.Count; index++)
            EmitSource(writer, index, sources[index]);
        return writer.ToSourceText();
    }

    /// <summary>The types that a plan names, as C# writes them.</summary>
    internal static IEnumerable<string> NamesIn(MuxPlan plan) => plan.Entries
        .SelectMany(
            static entry => entry.Route.Middleware.Concat(entry.Route.Mounted?.Mount.Middleware ?? EquatableArray<MiddlewareModel>.Empty))
        .Concat(plan.Middleware)
        .Where(static middleware => middleware.Owner is null)
        .Select(static middleware => middleware.Expression);

    private static void OpenPart(SourceWriter writer, MuxModel? mux)
    {
        OpenNamespace(writer, mux, []);
        if (mux is not null) writer.Open("partial class " + mux.Name);
        OpenTable(writer, mux, "");
    }

    private static void OpenTable(SourceWriter writer, MuxModel? mux, string bases) =>
        writer.Open((mux is null ? "internal" : "private") + " sealed partial class " + (mux?.TableClass ?? TableClass) + bases);

    private static void OpenNamespace(SourceWriter writer, MuxModel? mux, IEnumerable<string> aliases)
    {
        writer.Head(aliases);
        if (mux is null) writer.Open("namespace RouteGen.Generated");
        else if (mux.Namespace.Length != 0) writer.Open("namespace " + mux.Namespace);
        foreach (var around in mux?.Around ?? EquatableArray<string>.Empty) writer.Open("partial " + around);
    }

    private static void EmitEntries(SourceWriter writer, MuxPlan plan, MountEmitter mounts)
    {
        mounts.EmitMounts(writer);

        // Those of a class that is a mux call the methods of an instance.
        writer.Open(plan.Mux is null
            ? "private static readonly global::RouteGen.MuxEntry[] s_entries ="
            : "private static global::RouteGen.MuxEntry[] EntriesOf(" + plan.Mux.Expression + " mux"
                + (mounts.IsInInstance ? ", global::RouteGen.MountedMux[] mounts" : "") + ") => new global::RouteGen.MuxEntry[]");
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
            "// The look-up data. Key i of the exact keys is entry i; key i of the prefix keys, each without its last slash, is "
                + "prefix entry i.");
        if (lookup.ExactFirsts.Count + lookup.PrefixFirsts.Count != 0)
            writer.Line(
                "// Where paths have several methods, the firsts say with which entry each key begins, and the next one's where it ends.");
        if (plan.WildcardCount != 0)
            writer.Line(
                "// The wildcard entries are a tree of segments; the head of SegmentTrie in the runtime says how its rows are read.");
    }

    /// <summary>The expression that makes a route's <c>IHandler</c>, with its middleware. Not of a line.</summary>
    internal static string HandlerOf(RouteModel route, int skipCount = 0, MountEmitter? mounts = null)
    {
        if (route.Mounted is { } mounted)
            return MiddlewareEmitter.Chain(mounted.Mount.Middleware.Skip(skipCount), mounts!.HandlerOf(mounted));
        if (route.Shape == HandlerShape.Handler) return route.HandlerExpression;
        var (type, from) = DelegateOf(route.Shape);
        return MiddlewareEmitter.Chain(route.Middleware.Skip(skipCount), from + "(new " + type + "(" + route.HandlerExpression + "))");
    }

    /// <summary>The delegate that a method of a shape is, and the method that makes a handler of it.</summary>
    internal static (string Type, string From) DelegateOf(HandlerShape shape) => shape switch
    {
        HandlerShape.Void => ("global::RouteGen.HandlerFunc", "global::RouteGen.Handler.From"),
        HandlerShape.Task => ("global::RouteGen.AsyncHandlerFunc", "global::RouteGen.Handler.From"),
        _ => ("global::RouteGen.ValueTaskHandlerFunc", "global::RouteGen.Handler.FromValueTask"),
    };

    private static void EmitMembers(SourceWriter writer, MuxPlan plan, LookupPlan lookup, MuxSettings settings, MountEmitter mounts)
    {
        writer.Line();
        OpenConstructor(writer, plan, mounts);
        writer.Indented([": base("]);
        writer.Indented(
        [
            "    assemblyName: " + Literals.Quote(settings.AssemblyName) + ",",
            "    entries: " + (plan.Mux is null ? "s_entries" : mounts.IsInInstance ? "EntriesOf(mux, mounts)" : "EntriesOf(mux)") + ",",
            "    exactCount: " + plan.ExactCount.ToString(CultureInfo.InvariantCulture) + ",",
            "    wildcardCount: " + plan.WildcardCount.ToString(CultureInfo.InvariantCulture) + ",",
            "    exact: " + LookupEmitter.Index("Exact", lookup.Exact) + ",",
            "    exactFirsts: " + (lookup.ExactFirsts.Count == 0 ? "default" : "ExactFirsts") + ",",
            "    wildcards: " + TrieEmitter.Trie(lookup.Wildcards) + ",",
            "    prefixes: " + LookupEmitter.PrefixIndex("Prefix", lookup.Prefixes) + ",",
            "    prefixFirsts: " + (lookup.PrefixFirsts.Count == 0 ? "default" : "PrefixFirsts") + ",",
            .. ArgumentLines(["hosts: " + LookupEmitter.Index("Host", lookup.Hosts), .. MiddlewareEmitter.OwnArguments(plan)]),
        ]);
        writer.Line("{");
        if (mounts.IsInInstance) writer.Indented(["_mounts = mounts;"]);
        writer.Line("}");
        EntryEmitter.EmitMakers(writer, plan.Entries.Select((entry, index) => (entry.Route, KindOf(plan, index))), plan.MountedSkipCount);
        mounts.EmitMembers(writer);
        MiddlewareEmitter.EmitStructs(writer, plan);
        if (plan.Mux is not null) return;
        writer.Line();
        writer.Line("[global::System.Runtime.CompilerServices.ModuleInitializer]");
        writer.Line("internal static void Register() => global::RouteGen.ServeMux.UseGeneratedTable(new ServeMuxTable());");
    }

    private static IEnumerable<string> ArgumentLines(string[] arguments) =>
        arguments.Select((argument, index) => "    " + argument + (index == arguments.Length - 1 ? ")" : ","));

    // The mounts are made before the entries, and kept.
    private static void OpenConstructor(SourceWriter writer, MuxPlan plan, MountEmitter mounts)
    {
        var parameter = plan.Mux is null ? "" : plan.Mux.Expression + " mux";
        if (mounts.IsInInstance)
        {
            writer.Line("internal " + (plan.Mux?.TableClass ?? TableClass) + "(" + parameter + ")");
            writer.Indented([": this(mux, MountsOf(mux))"]);
            writer.Line("{");
            writer.Line("}");
            writer.Line();
            parameter += ", global::RouteGen.MountedMux[] mounts";
        }

        writer.Line(
            (plan.Mux is null || mounts.IsInInstance ? "private" : "internal") + " " + (plan.Mux?.TableClass ?? TableClass) + "("
                + parameter + ")");
    }

    private static void EmitHosts(SourceWriter writer, LookupPlan lookup)
    {
        if (lookup.Hosts is not { } hosts) return;
        writer.Line("// Groups are hosts: 0 is none, " + string.Join(", ", hosts.Keys.Select(static (host, index) =>
            (index + 1).ToString(CultureInfo.InvariantCulture) + " is " + Literals.Escape(host)).Take(8))
            + (hosts.Keys.Count > 8 ? " ..." : "") + ".");
    }

    /// <summary>Writes the constant of a place.</summary>
    internal static void EmitSource(SourceWriter writer, int index, string source)
    {
        Literals.AppendNumber(writer.Begin().Append("private const string Source"), index)
            .Append(" = \"").Append(Literals.Escape(source)).Append('"');
        writer.EndLine(";");
    }

    internal static string SourceConstant(int index) => "Source" + index.ToString(CultureInfo.InvariantCulture);
}
