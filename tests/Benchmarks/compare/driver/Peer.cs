namespace Compare;

/// <summary>A program to be measured.</summary>
/// <param name="Name">As on the command line, in files and in tables.</param>
/// <param name="Title">What it is, for readers.</param>
/// <param name="Program">Its file below the folder of peers; a file <c>Name.missing</c> beside it says why there is none.</param>
/// <param name="Arguments">ADDRESS, HOST and PORT stand for where to listen, SECURE for where to talk TLS, ROOT for its own folder.</param>
internal sealed record Peer(string Name, string Title, string Program, string Arguments)
{
    /// <summary>What it takes part in; null: everything.</summary>
    internal IReadOnlySet<string>? Only { get; init; }

    /// <summary>The program for the scenarios that <see cref="Only"/> excludes; null: it sits those out.</summary>
    internal Peer? Otherwise { get; init; }

    /// <summary>The program that stands for this peer in a scenario; null when none does.</summary>
    internal Peer? For(string scenario) => Only is null || Only.Contains(scenario) ? this : Otherwise?.For(scenario);

    /// <summary>Why it cannot be run; null when it can.</summary>
    internal string? Missing(string peersFolder)
    {
        var reason = Path.Combine(peersFolder, Name + ".missing");
        if (File.Exists(reason)) return File.ReadAllText(reason).Trim();
        return File.Exists(Path.Combine(peersFolder, Program)) ? null : "it was not built";
    }
}
