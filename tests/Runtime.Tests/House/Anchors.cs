using System.Text.RegularExpressions;

namespace Runtime.Tests.House;

/// <summary>Places in a document that a link or a comment can name.</summary>
internal static partial class Anchors
{
    /// <summary>Extracts the anchors of a document, in order: the ids that it sets, and its headings as GitHub makes ids of them.</summary>
    internal static IEnumerable<string> Of(string document)
    {
        foreach (Match match in AnchorOrHeading().Matches(document))
            yield return match.Groups[1].Success ? match.Groups[1].Value : ToSlug(match.Groups[2].Value);
    }

    /// <summary>True if a document has a section of this title: a heading, or a paragraph or row of a table that begins with it.</summary>
    internal static bool HasSection(string document, string title) =>
        Regex.IsMatch(document, $@"^(?:#+ |\*\*|\| |- \*\*)`?{Regex.Escape(title)}\b", RegexOptions.Multiline);

    private static string ToSlug(string heading) => NotOfSlug().Replace(heading.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"<a id=""([^""]+)""></a>|^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex AnchorOrHeading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotOfSlug();
}
