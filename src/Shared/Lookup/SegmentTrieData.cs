namespace RouteGen.Routing;

/// <summary>The data of a <c>SegmentTrie</c>, whose head says how it is read.</summary>
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

    /// <summary>The literal segments, node by node, each node's in the order of their UTF-8.</summary>
    internal string[] Keys { get; }

    /// <summary>For each literal segment the node it leads to.</summary>
    internal int[] Targets { get; }

    /// <summary>The rows of the nodes, one after another, and a row that ends the last one.</summary>
    internal int[] Nodes { get; }

    /// <summary>For each group of hosts the node to begin at, or -1 for none.</summary>
    internal int[] Roots { get; }

    /// <summary>The most segments of a pattern.</summary>
    internal int DepthMax { get; }
}
