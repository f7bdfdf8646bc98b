using System.Globalization;

namespace LoadClient.Chaos;

/// <summary>What the command line says.</summary>
/// <param name="Seconds">How long requests are sent.</param>
/// <param name="Seed">What everything random is made from.</param>
/// <param name="Conns">Connections at a time.</param>
/// <param name="Kinds">The kinds of requests that are chosen from.</param>
internal sealed record ChaosOptions(int Seconds, int Seed, int Conns, IReadOnlyList<Kind> Kinds)
{
    private const int ConnsDefault = 32;

    /// <summary>Parses <c>SECONDS [SEED] [CONNECTIONS] [--kinds a,b,c]</c>; null: it is something else.</summary>
    internal static ChaosOptions? Parse(string[] args)
    {
        IReadOnlyList<Kind> kinds = Enum.GetValues<Kind>();
        var at = Array.IndexOf(args, "--kinds");
        if (at >= 0)
        {
            if (at != args.Length - 2) return null;
            var names = args[^1].Split(',');
            if (!Array.TrueForAll(names, static name => Enum.TryParse<Kind>(name, ignoreCase: true, out _))) return null;
            kinds = Array.ConvertAll(names, static name => Enum.Parse<Kind>(name, ignoreCase: true));
            args = args[..at];
        }

        if (args.Length is 0 or > 3) return null;
        var numbers = new int[args.Length];
        for (var index = 0; index < args.Length; index++)
        {
            if (!int.TryParse(args[index], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[index])) return null;
        }

        // Nearly all of the two thousand million seeds are as good as any other; the one that was used is printed.
        var seed = numbers.Length > 1 ? numbers[1] : Environment.TickCount & int.MaxValue;
        return new ChaosOptions(Math.Max(1, numbers[0]), seed, numbers.Length > 2 ? Math.Max(1, numbers[2]) : ConnsDefault, kinds);
    }
}
