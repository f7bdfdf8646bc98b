using System.Globalization;

namespace Compare;

/// <summary>The command line.</summary>
internal sealed class Options
{
    internal required string Suite { get; init; }

    internal required string Folder { get; init; }

    internal bool ReportOnly { get; init; }

    internal int Rounds { get; private set; } = 5;

    internal int Seconds { get; private set; } = 3;

    /// <summary>The scenarios asked for; empty: all.</summary>
    internal List<string> Scenarios { get; } = [];

    /// <summary>The peers asked for; empty: all. Ours takes part in any case.</summary>
    internal List<string> Peers { get; } = [];

    internal string PeersFolder => Path.Combine(Folder, "peers");

    internal string ResultsFolder => Path.Combine(Folder, Suite);

    internal static Options? Parse(ReadOnlySpan<string> args)
    {
        var reportOnly = args is ["report", ..];
        if (reportOnly) args = args[1..];
        if (args is not [var suite, var folder, .. var rest] || rest.Length % 2 != 0) return null;
        var options = new Options { Suite = suite, Folder = Path.GetFullPath(folder), ReportOnly = reportOnly };
        for (; rest is [var name, var value, ..]; rest = rest[2..])
        {
            if (!options.Set(name, value)) return null;
        }

        return options;
    }

    private bool Set(string name, string value)
    {
        switch (name)
        {
            case "--scenario":
                Scenarios.Add(value);
                return true;
            case "--peer":
                Peers.Add(value);
                return true;
            case "--rounds" when int.TryParse(value, CultureInfo.InvariantCulture, out var rounds) && rounds > 0:
                Rounds = rounds;
                return true;
            case "--seconds" when int.TryParse(value, CultureInfo.InvariantCulture, out var seconds) && seconds > 0:
                Seconds = seconds;
                return true;
            default:
                return false;
        }
    }
}
