using RouteGen.Generators.Diagnostics;
using RouteGen.Generators.Emitting;
using RouteGen.Generators.Model;
using RouteGen.Routing;

namespace RouteGen.Generators.Parsing;

/// <summary>RG0001, RG0002 and RG0004: what is wrong or odd about the text of a pattern.</summary>
internal static class PatternProblems
{
    // How RoutePattern begins the two sentences that say a pattern is unclean and not malformed.
    private const string UncleanSentence = "The path is not clean";

    /// <summary>The problem of a pattern that was probably meant otherwise; null: there is none.</summary>
    internal static DiagnosticInfo? OfHabit(LocationInfo location, RoutePattern pattern) =>
        PatternHabits.FindIn(pattern) is { } habit
        ? DiagnosticInfo.At(location, DiagnosticIds.MisreadPattern, Literals.Escape(pattern.Text), habit)
        : null;

    /// <summary>The problem of a text that is no pattern.</summary>
    /// <param name="location">Where it stands.</param>
    /// <param name="text">The text; null: there is none.</param>
    /// <param name="error">What <c>RoutePattern</c> says about it.</param>
    internal static DiagnosticInfo Of(LocationInfo location, string? text, string error)
    {
        var id = error.StartsWith(UncleanSentence, StringComparison.Ordinal) ? DiagnosticIds.UncleanPattern : DiagnosticIds.InvalidPattern;
        return DiagnosticInfo.At(location, id, Literals.Escape(text ?? ""), error);
    }
}
