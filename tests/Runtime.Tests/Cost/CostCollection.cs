namespace Runtime.Tests.Cost;

/// <summary>Tests that measure run one after another and beside no others, whose garbage they would collect.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class CostCollection
{
    internal const string Name = "cost";
}
