namespace Runtime.Tests.Serving;

/// <summary>What a test sets of a server.</summary>
internal sealed record ServerOptions
{
    internal TimeSpan? ReadHeaderTimeout { get; init; }

    internal TimeSpan? IdleTimeout { get; init; }

    internal TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(1);

    internal int MaxHeaderBytes { get; init; }

    internal int MaxHeaderCount { get; init; }

    internal bool DisableGeneralOptionsHandler { get; init; }

    internal Action<string>? ErrorLog { get; init; }
}
