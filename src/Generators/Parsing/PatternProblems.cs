using RouteGen.Generators.Diagnostics;
using RouteGen.Generators.Emitting;
using RouteGen.Generators.Model;
using RouteGen.Routing;

namespace RouteGen.Generators.Parsing;

/// <summary>Problems of the text of a pattern (RG0001, RG0002 and RG0004).</summary>
internal static class PatternProblems
{
    // Both messages of PatternParser for a path that is not clean have this beginning and this end. A hint about the host may follow.
    private const string UncleanBegin = "The path is not clean: ";
    private const string UncleanEnd = ", so no request would match it.";

    /// <summary>Returns the problem of a valid pattern that was probably intended differently, or null if there is none.</summary>
    internal static DiagnosticInfo? OfHabit(LocationInfo location, RoutePattern pattern) =>
        PatternHabits.FindIn(pattern) is { } habit
        ? DiagnosticInfo.At(location, DiagnosticIds.MisreadPattern, Literals.Escape(pattern.Text), habit)
        : null;

    /// <summary>Returns the problem of a route's invalid pattern, with a hint if only a slash is missing.</summary>
    internal static DiagnosticInfo OfRoute(LocationInfo location, string? text, string error) =>
        Of(location, text, error + SlashFor(text ?? "", error));

    /// <summary>Returns the problem of an invalid pattern.</summary>
    /// <param name="location">The location of the text.</param>
    /// <param name="text">The text, or null for none.</param>
    /// <param name="error">The message of <c>RoutePattern</c>.</param>
    internal static DiagnosticInfo Of(LocationInfo location, string? text, string error)
    {
        var pattern = Literals.Escape(text ?? "");
        if (!error.StartsWith(UncleanBegin, StringComparison.Ordinal))
            return DiagnosticInfo.At(location, DiagnosticIds.InvalidPattern, pattern, error);
        var why = error.Substring(UncleanBegin.Length).Replace(UncleanEnd, ", and the path of a request is cleaned before it is matched.");
        return DiagnosticInfo.At(location, DiagnosticIds.UncleanPattern, pattern, why);
    }

    // Returns a hint for text that becomes a valid pattern with a slash before its path, or empty if it is invalid for another reason. Text
    // with a dot or a colon before the first slash is regarded as a host.
    private static string SlashFor(string text, string error)
    {
        if (RoutePattern.TryParse(text, out _, out var own) || own != error) return "";
        var blank = text.IndexOfAny([' ', '\t']);
        var isMethod = blank > 0 && text.Take(blank).All(static letter => letter is >= 'A' and <= 'Z');
        if (blank >= 0 && !isMethod && text.IndexOf('/', 0, blank) < 0) return "";
        var (method, rest) = isMethod ? (text.Substring(0, blank) + " ", text.Substring(blank + 1)) : ("", text);
        if (rest.Length == 0 || rest[0] == '/') return "";

        // A second method, as in [Get("GET /x")], is superfluous, and not a part of the path.
        var head = rest.Split('/')[0];
        if (head.Length != rest.Length && head[head.Length - 1] is ' ' or '\t') return "";
        var path = head.IndexOfAny(['.', ':']) < 0 ? "/" + rest
            : rest.IndexOf('/') < 0 ? rest + "/"
            : "";
        return path.Length != 0 && RoutePattern.TryParse(method + path, out var pattern, out _) && PatternHabits.FindIn(pattern!) is null
            ? " Write " + Literals.Quote(path) + "."
            : "";
    }
}
