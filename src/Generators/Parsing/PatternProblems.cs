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
}
