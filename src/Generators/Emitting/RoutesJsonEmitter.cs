// Writes RoutesJson.g.cs: the text of routes.json as a constant, which the build reads from the compiled assembly (src/Tasks). A generator
// may not write files, and a build must not run the program. Nothing refers to the constant, so native binaries omit it.
//
// The text is ASCII, with a line for each route, in an order of its own: the same program has the same bytes on every machine.
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.Text;
using RouteGen.Generators.Model;

namespace RouteGen.Generators.Emitting;

internal static class RoutesJsonEmitter
{
    internal const string HintName = "RoutesJson.g.cs";

    private const string DefaultMux = "DefaultServeMux";

    /// <summary>The text of the file, or empty if the program has no routes.</summary>
    /// <param name="registrations">The routes and their places.</param>
    /// <param name="withDefaultMux">True if the routes of <c>DefaultServeMux</c> are this program's.</param>
    /// <param name="projectFolder">The folder that places are relative to.</param>
    internal static string Text(EquatableArray<Registration> registrations, bool withDefaultMux, string projectFolder)
    {
        var routes = registrations
            .Where(registration => withDefaultMux || registration.Route.Mux is not null)
            .Select(
                registration =>
                    (registration.Route, Mux: registration.Route.Mux?.FullName ?? DefaultMux,
                        Source: registration.Location.ToRelativeString(projectFolder)))
            .OrderBy(static route => route.Route.Pattern, StringComparer.Ordinal)
            .ThenBy(static route => route.Mux, StringComparer.Ordinal)
            .ThenBy(static route => route.Route.HandlerName, StringComparer.Ordinal)
            .ThenBy(static route => route.Source, StringComparer.Ordinal)
            .ToArray();
        if (routes.Length == 0) return "";
        var writer = new SourceWriter();
        writer.Head();
        writer.Open("namespace RouteGen.Generated");
        writer.Line("/// <summary>Text of routes.json. The build reads it from the assembly; the program does not.</summary>");
        writer.GeneratedType();
        writer.Open("internal static class RoutesJson");
        // The text is one raw literal. Three quotes in a row do not occur in it, since JSON escapes those of its texts. The empty line
        // before the closing quotes ends the text with a line end.
        writer.Line("internal const string Text =");
        writer.Indented(["\"\"\"", "{", "  \"routes\": ["]);

        // Rows are written into the file directly: in a program of many routes each copy of this text is as large as the tables.
        for (var index = 0; index < routes.Length; index++)
        {
            var (route, mux, source) = routes[index];
            AppendRoute(writer.Begin(deeper: 1), route, mux, source);
            writer.EndLine(index == routes.Length - 1 ? "" : ",");
        }

        writer.Indented(["  ]", "}", "", "\"\"\";"]);
        return writer.ToString();
    }

    internal static SourceText Emit(string text) => SourceText.From(text, Encoding.UTF8);

    private static void AppendRoute(StringBuilder text, RouteModel route, string mux, string source)
    {
        // A valid pattern: [METHOD ][HOST]/PATH.
        var pattern = route.Pattern;
        var path = pattern.IndexOf('/');
        var blank = pattern.IndexOfAny([' ', '\t'], 0, path);
        var host = blank < 0 ? 0 : blank;
        while (blank >= 0 && pattern[host] is ' ' or '\t') host++;
        Append(text, "    { \"pattern\": ", pattern);
        Append(text, ", \"method\": ", pattern, 0, Math.Max(blank, 0));
        Append(text, ", \"host\": ", pattern, host, path);
        Append(text, ", \"path\": ", pattern, path, pattern.Length);
        Append(text, ", \"mux\": ", mux);
        Append(text, ", \"handler\": ", route.HandlerName);
        text.Append(", \"middleware\": [");
        for (var index = 0; index < route.Middleware.Count; index++) Append(text, index == 0 ? "" : ", ", route.Middleware[index].Name);
        Append(text, "], \"source\": ", source);
        text.Append(" }");
    }

    private static void Append(StringBuilder text, string head, string value) => Append(text, head, value, 0, value.Length);

    private static void Append(StringBuilder text, string head, string value, int start, int end)
    {
        text.Append(head).Append('"');
        for (var index = start; index < end; index++)
        {
            var letter = value[index];
            if (letter is '"' or '\\') text.Append('\\').Append(letter);
            else if (letter is >= ' ' and < '\x7F') text.Append(letter);
            else text.Append("\\u").Append(((int)letter).ToString("x4", CultureInfo.InvariantCulture));
        }

        text.Append('"');
    }
}
