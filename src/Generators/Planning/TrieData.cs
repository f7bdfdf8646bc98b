using RouteGen.Generators.Model;

namespace RouteGen.Generators.Planning;

/// <summary>The data of a <c>SegmentTrie</c> of the runtime, whose head documents how it is read. Equal by value.</summary>
/// <param name="Keys">The literal segments as text, node by node.</param>
/// <param name="Starts">The start of each key in the bytes of all, and the end of the last one.</param>
/// <param name="Targets">The node that each key leads to.</param>
/// <param name="Nodes">The nodes' rows.</param>
/// <param name="Roots">The node to begin at, for each group of hosts.</param>
/// <param name="DepthMax">The most segments of a pattern.</param>
internal sealed record TrieData(
    EquatableArray<string> Keys,
    EquatableArray<uint> Starts,
    EquatableArray<int> Targets,
    EquatableArray<int> Nodes,
    EquatableArray<int> Roots,
    int DepthMax);
