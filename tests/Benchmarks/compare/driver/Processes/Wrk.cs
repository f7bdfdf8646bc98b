using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Compare.Processes;

/// <summary>A run of the load generator wrk, on the core of this program, and what it printed.</summary>
/// <param name="Requests">Answers received.</param>
/// <param name="Seconds">Over this time.</param>
/// <param name="Median">Time to the answer, in microseconds.</param>
/// <param name="Percentile99">The same for one in a hundred.</param>
internal sealed partial record Wrk(double Requests, double Seconds, double Median, double Percentile99)
{
    /// <exception cref="InvalidOperationException">Not every request was answered with 2xx, or wrk is not there.</exception>
    internal static Wrk Run(Uri uri, int seconds, params IEnumerable<string> arguments)
    {
        string[] all = ["-t1", "-c64", $"-d{seconds}s", "--latency", .. arguments, uri.AbsoluteUri];
        using var process = Start(all);
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0 || Failures().Match(text) is { Success: true })
            throw new InvalidOperationException($"wrk {string.Join(' ', all)}\n{text}");
        var total = Total().Match(text);
        return new Wrk(Number(total.Groups[1]), InUnit(total.Groups[2], total.Groups[3]) / 1e6, Latency(text, "50"), Latency(text, "99"));
    }

    private static Process Start(string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("wrk", arguments) { RedirectStandardOutput = true })!;
        }
        catch (Win32Exception failure)
        {
            throw new InvalidOperationException("wrk could not be started; on Debian: apt-get install wrk", failure);
        }
    }

    private static double Latency(string text, string percent)
    {
        var match = Regex.Match(text, $@"^\s+{percent}%\s+([\d.]+)(us|ms|s)", RegexOptions.Multiline);
        return InUnit(match.Groups[1], match.Groups[2]);
    }

    private static double InUnit(Group number, Group unit) =>
        Number(number) * unit.Value switch { "us" => 1, "ms" => 1e3, "s" => 1e6, _ => 60e6 };

    private static double Number(Group group) => double.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(\d+) requests in ([\d.]+)(us|ms|s|m),")]
    private static partial Regex Total();

    [GeneratedRegex(@"Non-2xx|Socket errors")]
    private static partial Regex Failures();
}
