using RouteGen.Generators.Model;

namespace RouteGen.Generators.Planning;

/// <summary>The data of a <c>SegmentTrie</c>, compared by value. The comment at the top of SegmentTrie.cs describes the layout.</summary>
/// <param name="Keys">The literal segments as text, node by node.</param>
/// <param name="Starts">The start of each key in the concatenated bytes, then the total length.</param>
/// <param name="Targets">The node that each key leads to.</param>
/// <param name="Nodes">The rows of the nodes.</param>
/// <param name="Roots">The root node of each host group, or -1 for none.</param>
/// <param name="DepthMax">The number of segments of the longest pattern.</param>
internal sealed record TrieData(
    EquatableArray<string> Keys,
    EquatableArray<uint> Starts,
    EquatableArray<int> Targets,
    EquatableArray<int> Nodes,
    EquatableArray<int> Roots,
    int DepthMax);
