using System.Text.RegularExpressions;

namespace Runtime.Tests.House;

/// <summary>Words that the glossary of CONTRIBUTING.md replaces, in the comments of sources.</summary>
public sealed partial class WordTests
{
    // Each entry: the pattern, and the words to write instead.
    private static readonly (Regex Text, string Instead)[] s_replaced =
    [
        (Answer(), "response"),
        (ForPeople(), "display name, location or message"),
        (Nobody(), "the thing itself as subject: 'is not awaited', 'has no holders'"),
        (Question(), "a noun or a verb at the start of a summary"),
    ];

    // These hold in the folders that Comments_are_plain_sentences lists.
    private static readonly (Regex Text, string Instead)[] s_replacedInRuntime =
    [
        (ToAnswer(), "respond, serve or get: 'responds with 404', 'gets a 404'"),
        (Fragment(), "a sentence: 'Null if there is none.', 'or null for none'"),
        (Stand(), "is, appears, matches, replaces or conflicts"),
        (Somebody(), "the caller, the owner, the thread that ..."),
        (Behind(), "after, follows or next"),
        (Told(), "is notified, is called with, gets or reports"),
        (Clause(), "a noun or a verb at the start of a comment"),
    ];

    [Fact]
    public void Comments_use_the_words_of_the_glossary() => Assert.Empty(FindAll("src", s_replaced));

    [Theory]
    [InlineData("src/Runtime")]
    [InlineData("src/Generators")]
    [InlineData("src/CodeFixes")]
    [InlineData("src/Shared")]
    [InlineData("src/Tasks")]
    public void Comments_are_plain_sentences(string folder) => Assert.Empty(FindAll(folder, s_replacedInRuntime));

    [Theory]
    [InlineData("/// <summary>Takes the answer.</summary>", false)]
    [InlineData("// an informational answer", false)]
    [InlineData("/// <summary>What was declared.</summary>", false)]
    [InlineData("/// <summary>The handler's name for people.</summary>", false)]
    [InlineData("// nobody is told", false)]
    [InlineData("/// <summary>Answers 404.</summary>", false)]
    [InlineData("// The server answers before it has read everything.", false)]
    [InlineData("/// <summary>The body; null: none.</summary>", false)]
    [InlineData("// False: the connection died before.", false)]
    [InlineData("// A CR stands inside a line.", false)]
    [InlineData("// Whoever releases it does not touch it afterwards.", false)]
    [InlineData("/// <summary>Adds a value behind those that are there.</summary>", false)]
    [InlineData("/// <param name=\"log\">Told of failures.</param>", false)]
    [InlineData("/// <param name=\"count\">How many there are.</param>", false)]
    [InlineData("// What is too much is not sent.", false)]
    [InlineData("/// <summary>The response.</summary>", true)]
    [InlineData("/// <summary>Returns the port, or null if there is none.</summary>", true)]
    [InlineData("// A proxy may run behind a proxy.", true)]
    [InlineData("// The peer tells its length, and what follows is read.", true)]
    public void Replaced_words_are_recognised(string comment, bool isGood) =>
        Assert.Equal(isGood, Find(comment, s_replaced) is null && Find(comment, s_replacedInRuntime) is null);

    private static List<string> FindAll(string folder, (Regex Text, string Instead)[] replaced)
    {
        var found = new List<string>();
        foreach (var file in Repository.Files(folder, ".cs"))
        {
            var text = Repository.Read(file).Split('\n');
            for (var line = 0; line < text.Length; line++)
                if (CommentOf(text[line]) is { } comment && Find(comment, replaced) is { } wrong) found.Add($"{file}:{line + 1}: {wrong}");
        }

        return found;
    }

    private static string? Find(string comment, (Regex Text, string Instead)[] replaced)
    {
        foreach (var (text, instead) in replaced)
            if (text.Match(comment) is { Success: true } match) return $"'{match.Value}': write {instead}";
        return null;
    }

    private static string? CommentOf(string line) => Comment().Match(line) is { Success: true } comment ? comment.Value : null;

    // Two slashes that do not belong to a URL in a literal.
    [GeneratedRegex(@"(?<![:""])//.*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\b(?:an?|the|its|this|final|informational|complete|every|no) answers?\b", RegexOptions.IgnoreCase)]
    private static partial Regex Answer();

    [GeneratedRegex(@"\bfor people\b")]
    private static partial Regex ForPeople();

    [GeneratedRegex(@"\bnobody (?:is told|waits|knows|asks|needs|has)\b|\bnobody's business\b|\bunheard\b")]
    private static partial Regex Nobody();

    [GeneratedRegex(@"<summary>\s*(?:What|Whether|How|Why|As|Of)\b")]
    private static partial Regex Question();

    [GeneratedRegex(@"\banswer(?:s|ed|ing)?\b", RegexOptions.IgnoreCase)]
    private static partial Regex ToAnswer();

    [GeneratedRegex(@"(?:[;.,(] ?|>|// )(?:[Nn]ull|[Ff]alse|[Tt]rue|[Ee]mpty|[Zz]ero|-1|0|[Nn]egative|none): ")]
    private static partial Regex Fragment();

    [GeneratedRegex(@"\b(?:stands?|stood|standing)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Stand();

    [GeneratedRegex(@"\b(?:[Nn]obody|[Ss]omebody|[Aa]nybody|[Ee]verybody|[Ww]hoever)\b")]
    private static partial Regex Somebody();

    [GeneratedRegex(@"\bbehind\b(?! an? (?:trusted one|proxy)\b)")]
    private static partial Regex Behind();

    [GeneratedRegex(@"\b(?:is|are|was|be|been|being) told\b|\btold (?:of|once)\b|\btells of\b", RegexOptions.IgnoreCase)]
    private static partial Regex Told();

    [GeneratedRegex(@"(?:// |<summary>|<remarks>|<returns>|<param name=""\w+"">)(?:What|Whether|How|Who|Whom|Whose|Whatever)\b")]
    private static partial Regex Clause();
}
