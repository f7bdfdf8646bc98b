using Compare.Processes;
using Compare.Results;

namespace Compare.Scenarios;

/// <summary>One thing that every peer is put through, round after round.</summary>
internal abstract class Scenario
{
    internal required string Name { get; init; }

    /// <summary>What happens in it, in a few words.</summary>
    internal required string Title { get; init; }

    /// <summary>How many cores the peer may use, from the first on. The load has the last.</summary>
    internal int Cores { get; init; } = 1;

    /// <summary>At most this many rounds, whatever the command line asks for: for what takes long.</summary>
    internal int RoundsMax { get; init; } = int.MaxValue;

    /// <summary>Rounds for each that the command line asks for: more than one for what is short and varies.</summary>
    internal int RoundFactor { get; init; } = 1;

    /// <summary>What it gives; ratios are made of the first.</summary>
    internal abstract IReadOnlyList<Metric> Metrics { get; }

    /// <summary>
    /// Whether each round needs a process that has done nothing yet. Otherwise one serves all rounds, and is warmed up first.
    /// </summary>
    internal abstract bool NeedsFreshProcess { get; }

    /// <summary>Measures one peer once.</summary>
    internal abstract IEnumerable<(Metric Metric, double Value)> Measure(PeerProcess process, Options options);
}
