using RouteGen.Generators.Diagnostics;
using RouteGen.Generators.Emitting;
using RouteGen.Generators.Model;
using RouteGen.Routing;

namespace RouteGen.Generators.Parsing;

/// <summary>RG0001, RG0002 and RG0004: the problems of the text of a pattern.</summary>
internal static class PatternProblems
{
    // The beginning of the two messages of RoutePattern for a pattern that is unclean, not malformed.
    private const string UncleanSentence = "The path is not clean";

    /// <summary>The problem of a pattern that probably has another meaning than intended, or null for none.</summary>
    internal static DiagnosticInfo? OfHabit(LocationInfo location, RoutePattern pattern) =>
        PatternHabits.FindIn(pattern) is { } habit
        ? DiagnosticInfo.At(location, DiagnosticIds.MisreadPattern, Literals.Escape(pattern.Text), habit)
        : null;

    /// <summary>The problem of a text that is not a pattern.</summary>
    /// <param name="location">The location of the text.</param>
    /// <param name="text">The text, or null for none.</param>
    /// <param name="error">The message of <c>RoutePattern</c>.</param>
    internal static DiagnosticInfo Of(LocationInfo location, string? text, string error)
    {
        var id = error.StartsWith(UncleanSentence, StringComparison.Ordinal) ? DiagnosticIds.UncleanPattern : DiagnosticIds.InvalidPattern;
        return DiagnosticInfo.At(location, id, Literals.Escape(text ?? ""), error);
    }
}
