// The part of a file that people read: the comments of code, and all of a document. Comments are found line by line, without a parser: "//"
// begins one at the beginning of a line, and behind a blank or a bracket.
using System.Text;
using System.Text.RegularExpressions;

namespace Runtime.Tests.House;

internal static partial class CommentText
{
    /// <summary>
    /// Extracts the comments of a file, by the suffix of its name. The lines of a comment are joined with blanks. A document is returned as
    /// it is.
    /// </summary>
    internal static string Of(string file, string text)
    {
        if (file.EndsWith(".md", StringComparison.Ordinal)) return text;
        if (file.EndsWith(".cs", StringComparison.Ordinal)) return Join(text, SlashComment());
        if (text.StartsWith("#!", StringComparison.Ordinal)) return Join(text, HashComment());
        return string.Join('\n', XmlComment().Matches(text).Select(static match => match.Value.ReplaceLineEndings(" ")));
    }

    // A comment goes on from one line to the next; a line without one ends it.
    private static string Join(string text, Regex comment)
    {
        var joined = new StringBuilder();
        foreach (var line in text.Split('\n'))
        {
            var match = comment.Match(line);
            joined.Append(match.Success ? match.Groups[1].Value.Trim() + " " : "\n");
        }

        return joined.ToString();
    }

    [GeneratedRegex(@"(?<=^|[\s;{}(),])///?(?!/)(.*)$")]
    private static partial Regex SlashComment();

    [GeneratedRegex(@"(?<=^|\s)#(.*)$")]
    private static partial Regex HashComment();

    [GeneratedRegex("<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex XmlComment();
}
