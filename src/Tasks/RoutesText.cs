// The text of routes.json, of which the generator writes a line for each route. A place is the last thing in it, and no part of a baseline:
// a handler that moves to another line is the same route.
namespace RouteGen.Tasks;

internal static class RoutesText
{
    /// <summary>The text of a program without routes.</summary>
    internal const string Empty = "{\n  \"routes\": [\n  ]\n}\n";

    private const string Place = ", \"source\": ";

    /// <summary>The text without places, and with the ends of lines that it was written with.</summary>
    internal static string WithoutPlaces(string text) =>
        string.Join("\n", text.Replace("\r\n", "\n").Split('\n').Select(static line => WithoutPlace(line)));

    /// <summary>
    /// The routes that one text has and the other has not, a line each: first those that are gone, with a minus, beside those that came.
    /// </summary>
    /// <param name="accepted">The baseline, without places.</param>
    /// <param name="current">The text that is compared with it, without places.</param>
    internal static string Difference(string accepted, string current)
    {
        var (before, after) = (Routes(accepted), Routes(current));
        var (known, present) = (new HashSet<string>(before), new HashSet<string>(after));
        var lines = before.Where(route => !present.Contains(route)).Select(static route => (Route: route, Text: "  - " + route))
            .Concat(after.Where(route => !known.Contains(route)).Select(static route => (Route: route, Text: "  + " + route)))
            .OrderBy(static line => line.Route, StringComparer.Ordinal)
            .Select(static line => line.Text)
            .ToArray();
        return lines.Length == 0 ? "  (the same routes, written differently)" : string.Join("\n", lines);
    }

    // In a JSON string a quote follows a backslash, so that the name of the property is never part of one.
    private static string WithoutPlace(string line)
    {
        var place = line.LastIndexOf(Place, StringComparison.Ordinal);
        if (place < 0) return line;
        return line.Substring(0, place) + (line.EndsWith(",", StringComparison.Ordinal) ? " }," : " }");
    }

    private static string[] Routes(string text) =>
        [.. text.Split('\n').Select(static line => line.Trim().TrimEnd(','))
            .Where(static line => line.StartsWith("{ ", StringComparison.Ordinal))];
}
