using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Fuzz.Tests;

/// <summary>
/// How long to look: a fixed number of inputs from a fixed seed, the same in every run; or, when ROUTEGEN_FUZZ_SECONDS is set, that long,
/// from the seed ROUTEGEN_FUZZ_SEED or one that the failure names.
/// </summary>
internal static class FuzzRun
{
    private const int FixedSeed = 20_26;

    /// <summary>Gives inputs, and says with which one a check failed.</summary>
    /// <param name="count">How many by default.</param>
    /// <param name="check">Looks at one.</param>
    /// <returns>How many were looked at.</returns>
    internal static async Task<int> ForEachAsync(int count, Func<string, Random, Task> check)
    {
        var seconds = Setting("ROUTEGEN_FUZZ_SECONDS");
        var seed = Setting("ROUTEGEN_FUZZ_SEED") ?? (seconds is null ? FixedSeed : Environment.TickCount);
        var clock = Stopwatch.StartNew();
        var done = 0;
        for (; seconds is null ? done < count : clock.Elapsed.TotalSeconds < seconds; done++)
        {
            var random = new Random(unchecked(seed + (done * 7919)));
            var input = new Mutator(random).Next();
            try
            {
                await check(input, random);
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"Input {done} of seed {seed}: {failure.Message}\n{Show(input)}", failure);
            }
        }

        return done;
    }

    /// <summary>An input as a C# literal, so that it can become a test.</summary>
    internal static string Show(string input)
    {
        var text = new StringBuilder("\"");
        foreach (var value in input)
        {
            text.Append(value switch
            {
                '\r' => "\\r",
                '\n' => "\\n",
                '\t' => "\\t",
                '"' => "\\\"",
                '\\' => "\\\\",
                >= ' ' and <= '~' => value.ToString(),
                _ => $"\\u{(int)value:x4}",
            });
        }

        return text.Append('"').ToString();
    }

    private static int? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
