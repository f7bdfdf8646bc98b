namespace RouteGen.Routing;

/// <summary>The data of a <c>SegmentTrie</c>. The comment at the top of SegmentTrie.cs describes the layout.</summary>
internal sealed class SegmentTrieData
{
    internal SegmentTrieData(string[] keys, int[] targets, int[] nodes, int[] roots, int depthMax)
    {
        Keys = keys;
        Targets = targets;
        Nodes = nodes;
        Roots = roots;
        DepthMax = depthMax;
    }

    /// <summary>The literal segments, node by node, sorted by their UTF-8 bytes within each node.</summary>
    internal string[] Keys { get; }

    /// <summary>The node that each literal segment leads to.</summary>
    internal int[] Targets { get; }

    /// <summary>The rows of the nodes, followed by the number of keys, at which the keys of the last node end.</summary>
    internal int[] Nodes { get; }

    /// <summary>The root node of each host group, or -1 for none.</summary>
    internal int[] Roots { get; }

    /// <summary>The number of segments of the longest pattern.</summary>
    internal int DepthMax { get; }
}
