using Compare.Processes;
using Compare.Results;
using Compare.Scenarios;

namespace Compare;

/// <summary>Runs a suite in interleaved rounds: whatever disturbs the machine for a while disturbs every peer alike.</summary>
internal static class SuiteRun
{
    /// <summary>Measures, and saves each scenario as it ends. False when ours is not there or a name is unknown.</summary>
    internal static bool Run(Suite suite, Options options)
    {
        var unknown = options.Scenarios.Except(suite.Scenarios.Select(static each => each.Name))
            .Concat(options.Peers.Except(suite.Peers.Select(static each => each.Name))).ToArray();
        if (unknown.Length > 0)
        {
            Console.Error.WriteLine($"There is no {string.Join(", ", unknown)}.");
            return false;
        }

        var present = Present(suite, options);
        if (!present.Contains(suite.Ours)) return false;
        Directory.CreateDirectory(options.ResultsFolder);
        foreach (var scenario in suite.Scenarios.Where(each => options.Scenarios.Count == 0 || options.Scenarios.Contains(each.Name)))
        {
            var result = new ScenarioResult();
            RunScenario(scenario, [.. present.Where(peer => peer.For(scenario.Name) is not null)], options, result);
            result.Save(Path.Combine(options.ResultsFolder, scenario.Name + ".json"));
        }

        return true;
    }

    private static List<Peer> Present(Suite suite, Options options)
    {
        var present = new List<Peer>();
        foreach (var peer in suite.Peers)
        {
            if (peer.Missing(options.PeersFolder) is { } reason) Console.WriteLine($"skipped {peer.Name} ({peer.Title}): {reason}");
            else if (peer == suite.Ours || options.Peers.Count == 0 || options.Peers.Contains(peer.Name)) present.Add(peer);
        }

        return present;
    }

    private static void RunScenario(Scenario scenario, Peer[] peers, Options options, ScenarioResult result)
    {
        Console.WriteLine($"measuring {scenario.Name}: {scenario.Title}");
        var running = new Dictionary<Peer, PeerProcess>();
        try
        {
            if (!scenario.NeedsFreshProcess)
            {
                foreach (var peer in peers) running.Add(peer, Start(peer));
                // The first look pays for what is compiled, mapped and grown on the first requests.
                foreach (var process in running.Values) scenario.Measure(process, options);
            }

            for (var round = 0; round < Math.Min(options.Rounds * scenario.RoundFactor, scenario.RoundsMax); round++)
            {
                // Nobody always comes first, or always after the same one.
                for (var index = 0; index < peers.Length; index++) Measure(peers[(index + round) % peers.Length]);
            }
        }
        finally
        {
            foreach (var process in running.Values) process.Dispose();
        }

        PeerProcess Start(Peer peer) => PeerProcess.Start(peer.For(scenario.Name)!, options.PeersFolder, scenario.Cores);

        void Measure(Peer peer)
        {
            var shared = running.GetValueOrDefault(peer);
            var process = shared ?? Start(peer);
            try
            {
                foreach (var (metric, value) in scenario.Measure(process, options)) result.Add(peer, metric, value);
            }
            finally
            {
                if (shared is null) process.Dispose();
            }
        }
    }
}
