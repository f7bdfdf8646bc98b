using Compare.Results;
using Compare.Scenarios;

namespace Compare;

/// <summary>Peers, what they are put through, and what must come out: one mode of the command.</summary>
/// <param name="Name">As on the command line.</param>
/// <param name="Peers">Ours first; every ratio is ours to another's.</param>
/// <param name="Scenarios">In the order in which they run.</param>
/// <param name="Budgets">What our ratios are held against.</param>
internal sealed record Suite(string Name, IReadOnlyList<Peer> Peers, IReadOnlyList<Scenario> Scenarios, IReadOnlyList<Budget> Budgets)
{
    internal Peer Ours => Peers[0];

    /// <summary>Decides by the results whether the run has failed; null if no result fails it.</summary>
    internal Func<Suite, Options, bool>? Judge { get; init; }
}
