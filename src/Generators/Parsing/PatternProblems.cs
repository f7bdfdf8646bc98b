using RouteGen.Generators.Diagnostics;
using RouteGen.Generators.Emitting;
using RouteGen.Generators.Model;

namespace RouteGen.Generators.Parsing;

/// <summary>RG0001 and RG0002: what is wrong with the text of a pattern.</summary>
internal static class PatternProblems
{
    // How RoutePattern begins the two sentences that say a pattern is unclean and not malformed.
    private const string UncleanSentence = "The path is not clean";

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
