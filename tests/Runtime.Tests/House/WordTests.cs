using System.Text.RegularExpressions;

namespace Runtime.Tests.House;

/// <summary>Words that the glossary of CONTRIBUTING.md replaces, in the comments of sources.</summary>
public sealed partial class WordTests
{
    // Each entry: the pattern, and the word to write instead. The noun "answer" alone: the verb is English for what a server does.
    private static readonly (Regex Text, string Instead)[] s_replaced =
    [
        (Answer(), "response"),
        (ForPeople(), "display name, location or message"),
        (Nobody(), "the thing itself as subject: 'is not awaited', 'has no holders'"),
        (Question(), "a noun or a verb at the start of a summary"),
    ];

    [Fact]
    public void Comments_use_the_words_of_the_glossary()
    {
        var found = new List<string>();
        foreach (var file in Repository.Files("src", ".cs"))
        {
            var text = Repository.Read(file).Split('\n');
            for (var line = 0; line < text.Length; line++)
                if (CommentOf(text[line]) is { } comment && Find(comment) is { } wrong) found.Add($"{file}:{line + 1}: {wrong}");
        }

        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Theory]
    [InlineData("/// <summary>Takes the answer.</summary>", false)]
    [InlineData("// an informational answer", false)]
    [InlineData("/// <summary>What was declared.</summary>", false)]
    [InlineData("/// <summary>The handler's name for people.</summary>", false)]
    [InlineData("// nobody is told", false)]
    [InlineData("/// <summary>Answers 404.</summary>", true)]
    [InlineData("// The server answers before it has read everything.", true)]
    [InlineData("/// <summary>The response.</summary>", true)]
    public void Replaced_words_are_recognised(string comment, bool isGood) => Assert.Equal(isGood, Find(comment) is null);

    private static string? Find(string comment)
    {
        foreach (var (text, instead) in s_replaced)
            if (text.Match(comment) is { Success: true } match) return $"'{match.Value}': write {instead}";
        return null;
    }

    private static string? CommentOf(string line) => line.IndexOf("//", StringComparison.Ordinal) is >= 0 and var start ? line[start..] : null;

    [GeneratedRegex(@"\b(?:an?|the|its|this|final|informational|complete|every|no) answers?\b", RegexOptions.IgnoreCase)]
    private static partial Regex Answer();

    [GeneratedRegex(@"\bfor people\b")]
    private static partial Regex ForPeople();

    [GeneratedRegex(@"\bnobody (?:is told|waits|knows|asks|needs|has)\b|\bnobody's business\b|\bunheard\b")]
    private static partial Regex Nobody();

    [GeneratedRegex(@"<summary>\s*(?:What|Whether|How|Why|As|Of)\b")]
    private static partial Regex Question();
}
