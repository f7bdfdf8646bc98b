// Emits the trie of the entries with wildcards. Each node is a line with a comment that shows the path to the node.
using System.Globalization;
using RouteGen.Generators.Planning;

namespace RouteGen.Generators.Emitting;

internal static class TrieEmitter
{
    private const int RowLength = 8;

    /// <summary>Returns the expression that creates the trie from its data.</summary>
    internal static string Trie(TrieData? data) => data is null
        ? "null"
        : FormattableString.Invariant(
            $"new(WildcardKeys, WildcardStarts, WildcardTargets, WildcardNodes, WildcardRoots, depthMax: {data.DepthMax})");

    /// <summary>Writes the data of the trie.</summary>
    internal static void Emit(SourceWriter writer, MuxPlan plan, TrieData? data)
    {
        if (data is null) return;
        writer.Line();
        writer.Line("private static global::System.ReadOnlySpan<byte> WildcardKeys =>");
        if (data.Keys.Count == 0) writer.Indented(["\"\"u8;"]);
        else LookupEmitter.EmitKeys(writer, data.Keys);
        LookupEmitter.EmitNumbers(writer, "uint", "WildcardStarts", data.Starts);
        LookupEmitter.EmitNumbers(writer, "int", "WildcardTargets", data.Targets);
        writer.Line();
        writer.Line(
            "// For each node: the first key, the wildcard child, and the start and count of the entries that end here without a slash, "
                + "with {$}, and with a tail.");
        EmitNodes(writer, data);
        LookupEmitter.EmitNumbers(writer, "int", "WildcardRoots", data.Roots);
    }

    private static void EmitNodes(SourceWriter writer, TrieData data)
    {
        var paths = PathsOf(data);
        writer.Open("private static global::System.ReadOnlySpan<int> WildcardNodes => new int[]");
        for (var node = 0; node < paths.Length; node++)
        {
            var row = writer.Begin();
            for (var index = node * RowLength; index < (node + 1) * RowLength; index++)
                Literals.AppendNumber(row, data.Nodes[index]).Append(", ");
            Literals.AppendNumber(row.Append("// "), node).Append(": ");
            writer.EndLine(paths[node].Length == 0 ? "a root" : Literals.Escape(paths[node]));
        }

        writer.Line(data.Nodes[data.Nodes.Count - 1].ToString(CultureInfo.InvariantCulture) + ",");
        writer.Close(";");
    }

    // Returns the path to each node. A child has a higher number than its parent.
    private static string[] PathsOf(TrieData data)
    {
        var paths = new string[data.Nodes.Count / RowLength];
        for (var node = 0; node < paths.Length; node++)
        {
            var parent = paths[node] ??= "";
            for (var key = data.Nodes[node * RowLength]; key < data.Nodes[(node + 1) * RowLength]; key++)
                paths[data.Targets[key]] = parent + "/" + data.Keys[key];
            if (data.Nodes[(node * RowLength) + 1] is > 0 and var wildcard) paths[wildcard] = parent + "/{}";
        }

        return paths;
    }
}
