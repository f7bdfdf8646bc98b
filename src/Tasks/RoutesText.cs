// The text of routes.json, which has a line for each route. The source location at the end of a line is not part of a baseline, because a
// handler that moves to another line is the same route.
namespace RouteGen.Tasks;

internal static class RoutesText
{
    /// <summary>The text of a program without routes.</summary>
    internal const string Empty = "{\n  \"routes\": [\n  ]\n}\n";

    private const string Place = ", \"source\": ";

    /// <summary>Returns the text without source locations, and with LF line endings.</summary>
    internal static string WithoutPlaces(string text) =>
        string.Join("\n", text.Replace("\r\n", "\n").Split('\n').Select(static line => WithoutPlace(line)));

    /// <summary>
    /// Returns the routes that are in only one of two texts, sorted, one per line: removed routes with a minus, added routes with a plus.
    /// </summary>
    /// <param name="accepted">The baseline, without source locations.</param>
    /// <param name="current">The current text, without source locations.</param>
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

    // The property name cannot occur inside a JSON string, where its quotes would be escaped.
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
