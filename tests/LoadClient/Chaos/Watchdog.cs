// On a thread of its own, which gets on when the pool does not. A connection that is stuck ends the process: whatever would tidy up may
// wait for it.
namespace LoadClient.Chaos;

internal sealed class Watchdog(Func<IEnumerable<IWatched>> conns)
{
    private const int StuckExitCode = 1;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    internal void Start() => new Thread(Run) { IsBackground = true, Name = "watchdog" }.Start();

    private void Run()
    {
        while (true)
        {
            Thread.Sleep(s_interval);
            var stuck = conns().Where(static conn => !conn.Progress.Rests && conn.Progress.Since > s_patience).ToList();
            if (stuck.Count == 0) continue;
            foreach (var conn in stuck)
                Console.Error.WriteLine(
                    $"chaos: stuck for {conn.Progress.Since.TotalSeconds:F0} s with seed {Faults.Seed}: {conn.Describe()}");
            Console.WriteLine($"chaos FAILED: {stuck.Count} stuck, {Faults.Summary}");
            Console.Out.Flush();
            Environment.Exit(StuckExitCode);
        }
    }
}
