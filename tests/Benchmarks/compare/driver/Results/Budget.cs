namespace Compare.Results;

/// <summary>How large a figure of ours may be.</summary>
/// <param name="Scenario">Where it is measured.</param>
/// <param name="Metric">What is measured.</param>
/// <param name="Peer">The peer whose figure it is compared with; null: with nothing.</param>
/// <param name="Max">The largest ratio to that peer's figure, or the largest figure.</param>
internal sealed record Budget(string Scenario, Metric Metric, string? Peer, double Max);
