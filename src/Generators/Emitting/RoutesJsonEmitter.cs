// Writes RoutesJson.g.cs: the text of routes.json as a constant, which the build reads out of the compiled assembly (src/Tasks). A
// generator may not write files, and a program that is built is not to be run. Nothing refers to the constant, so native binaries are
// without it.
//
// The text is ASCII, a line for each route and in an order of its own: the same program gives the same bytes on every machine.
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.Text;
using RouteGen.Generators.Model;
using RouteGen.Routing;

namespace RouteGen.Generators.Emitting;

internal static class RoutesJsonEmitter
{
    internal const string HintName = "RoutesJson.g.cs";

    private const string DefaultMux = "DefaultServeMux";

    /// <summary>The text; empty: the program has no route.</summary>
    /// <param name="registrations">The routes and their places.</param>
    /// <param name="withDefaultMux">True if the routes of <c>DefaultServeMux</c> are this program's.</param>
    /// <param name="projectFolder">What places are relative to.</param>
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

        // One text from the start: those of many routes are large objects, each of which costs a collection of all that lives.
        var text = new StringBuilder("{\n  \"routes\": [\n");
        for (var index = 0; index < routes.Length; index++)
        {
            AppendLine(text, routes[index].Route, routes[index].Mux, routes[index].Source);
            text.Append(index == routes.Length - 1 ? "\n" : ",\n");
        }

        return text.Append("  ]\n}\n").ToString();
    }

    internal static SourceText Emit(string text)
    {
        var writer = new SourceWriter();
        writer.Head();
        writer.Open("namespace RouteGen.Generated");
        writer.Line("/// <summary>Text of routes.json. The build reads it from the assembly; the program does not.</summary>");
        writer.GeneratedType();
        writer.Open("internal static class RoutesJson");
        // As it is: one literal, in which three quotes never meet, since JSON escapes those of its texts. Its last line is the line end
        // before the quotes.
        writer.Line("internal const string Text =");
        writer.Indented(["\"\"\"", .. text.Split('\n'), "\"\"\";"]);
        writer.Close();
        writer.Close();
        return writer.ToSourceText();
    }

    private static void AppendLine(StringBuilder text, RouteModel route, string mux, string source)
    {
        // It was parsed when it became a route.
        _ = RoutePattern.TryParse(route.Pattern, out var pattern, out _);
        Append(text, "    { \"pattern\": ", route.Pattern);
        Append(text, ", \"method\": ", pattern!.Method);
        Append(text, ", \"host\": ", pattern.Host);
        Append(text, ", \"path\": ", pattern.Path);
        Append(text, ", \"mux\": ", mux);
        Append(text, ", \"handler\": ", route.HandlerName);
        text.Append(", \"middleware\": [");
        for (var index = 0; index < route.Middleware.Count; index++) Append(text, index == 0 ? "" : ", ", route.Middleware[index].Name);
        Append(text, "], \"source\": ", source);
        text.Append(" }");
    }

    private static void Append(StringBuilder text, string head, string value)
    {
        text.Append(head).Append('"');
        foreach (var letter in value)
        {
            if (letter is '"' or '\\') text.Append('\\').Append(letter);
            else if (letter is >= ' ' and < '\x7F') text.Append(letter);
            else text.Append("\\u").Append(((int)letter).ToString("x4", CultureInfo.InvariantCulture));
        }

        text.Append('"');
    }
}
