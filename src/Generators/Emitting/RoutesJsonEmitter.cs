// Writes RoutesJson.g.cs: the text of routes.json as a constant, which the build reads from the compiled assembly (src/Tasks). A generator
// may not write files, and a build must not run the program. No code uses the constant, so native binaries omit it.
//
// The text is ASCII and has one line for each route. The routes are sorted, so the text is the same on every machine.
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.Text;
using RouteGen.Generators.Model;

namespace RouteGen.Generators.Emitting;

internal static class RoutesJsonEmitter
{
    internal const string HintName = "RoutesJson.g.cs";

    private const string DefaultMux = "DefaultServeMux";

    /// <summary>Returns the text of RoutesJson.g.cs, or an empty string if there are no routes.</summary>
    /// <param name="registrations">The routes with their source locations.</param>
    /// <param name="withDefaultMux">True to include the routes of <c>DefaultServeMux</c>.</param>
    /// <param name="projectFolder">The folder to which source locations are relative.</param>
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
        writer.Line("/// <summary>The text of routes.json. The build reads it from the assembly; the program does not use it.</summary>");
        writer.GeneratedType();
        writer.Open("internal static class RoutesJson");
        // The text is a raw string literal. It never contains three quotes in a row, because JSON escapes quotes. The empty line before the
        // closing quotes makes the text end with a line break.
        writer.Line("internal const string Text =");
        writer.Indented(["\"\"\"", "{", "  \"routes\": ["]);

        // Rows are written without intermediate strings, because with many routes each copy of this text is as large as the tables.
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

    private static void AppendRoute(TextBuffer text, RouteModel route, string mux, string source)
    {
        // The pattern is valid: [METHOD ][HOST]/PATH.
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

    private static void Append(TextBuffer text, string head, string value) => Append(text, head, value, 0, value.Length);

    private static void Append(TextBuffer text, string head, string value, int start, int end)
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
