using RouteGen.Generators.Model;

namespace RouteGen.Generators.Planning;

/// <summary>The data of a <c>SegmentTrie</c> of the runtime, whose head says how it is read, equal by value.</summary>
/// <param name="Keys">The literal segments as text, node by node.</param>
/// <param name="Starts">Where each starts in the bytes of all, and where the last one ends.</param>
/// <param name="Targets">The node that each leads to.</param>
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
