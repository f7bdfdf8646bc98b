namespace LoadClient.Chaos;

/// <summary>A connection that must get on.</summary>
internal interface IWatched
{
    Progress Progress { get; }

    /// <summary>What it is about, for a report.</summary>
    string Describe();
}
