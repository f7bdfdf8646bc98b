// References from one file of the repository to another: rules of docs/BEHAVIOUR.md, links, names of files and folders, sections of
// documents. A reader must be able to follow each of them in a clone.
using System.Globalization;
using System.Text.RegularExpressions;

namespace Runtime.Tests.House;

/// <summary>Finds references that lead nowhere.</summary>
/// <param name="files">Paths of all files of the repository.</param>
/// <param name="read">Reads one of them.</param>
internal sealed partial class References(string[] files, Func<string, string> read)
{
    private const string Rules = "docs/BEHAVIOUR.md";

    private readonly Dictionary<string, HashSet<string>> _anchors = [];

    // Every path, and every end of a path that begins with a folder or the file: comments name "Conn/Conn.cs" and "Conn.cs".
    private readonly HashSet<string> _named = NamesOf(files);

    /// <summary>Finds references that lead nowhere.</summary>
    /// <param name="file">Path of the file, from the root of the repository.</param>
    /// <param name="text">Its text.</param>
    internal IEnumerable<string> FindDangling(string file, string text)
    {
        var comments = CommentText.Of(file, text);
        return FindRules(comments)
            .Concat(FindDocuments(file, text, comments))
            .Concat(FindPaths(comments))
            .Concat(FindSections(comments))
            .Concat(file.EndsWith(".md", StringComparison.Ordinal) ? FindLinks(file, text) : []);
    }

    private IEnumerable<string> FindRules(string comments)
    {
        foreach (Match match in Rule().Matches(comments))
        {
            var ids = match.Groups["id"].Captures.Select(static capture => capture.Value).ToArray();
            if (ids.Length == 0) yield return $"'{match.Value}' names no rule";
            foreach (var id in match.Value.Contains(" to ", StringComparison.Ordinal) ? Between(ids[0], ids[^1]) : ids)
            {
                if (!AnchorsOf(Rules).Contains(id)) yield return $"{Rules} has no rule {id}";
            }
        }
    }

    // Rules S3 to S5 are S3, S4 and S5, and each of them must be there.
    private static IEnumerable<string> Between(string first, string last)
    {
        var start = NumberOf(first);
        return Enumerable.Range(start, Math.Max(1, NumberOf(last) - start + 1)).Select(number => $"{first[0]}{number}");
    }

    private static int NumberOf(string id) => int.Parse(id.AsSpan(1), CultureInfo.InvariantCulture);

    private static IEnumerable<string> FindDocuments(string file, string text, string comments)
    {
        foreach (Match match in ForeignDocument().Matches(comments)) yield return $"'{match.Value}' is not a document of the repository";
        if (file != ".ci/run" && text.Contains("../" + "shared", StringComparison.Ordinal))
            yield return "a folder beside the clone is named";
    }

    private IEnumerable<string> FindPaths(string comments)
    {
        foreach (Match match in FilePath().Matches(comments))
        {
            if (!_named.Contains(match.Value) && !IsWrittenLater(match.Value)) yield return $"there is no file '{match.Value}'";
        }

        foreach (Match match in FolderPath().Matches(comments))
        {
            if (!_named.Contains(match.Value) && !IsWrittenLater(match.Value)) yield return $"there is no '{match.Value}'";
        }
    }

    // Files that the build, the generator or a benchmark writes, and patterns of names.
    private static bool IsWrittenLater(string path) =>
        path.EndsWith(".g.cs", StringComparison.Ordinal)
        || path.EndsWith(".verified.cs", StringComparison.Ordinal)
        || path == "table.md"
        || path.Contains("nnnn", StringComparison.Ordinal)
        || path.Contains($"/bin/Release/net{Environment.Version.Major}.0/", StringComparison.Ordinal);

    private IEnumerable<string> FindSections(string comments)
    {
        foreach (Match match in Section().Matches(comments))
        {
            var document = $"docs/{match.Groups[1].Value}.md";
            var title = match.Groups[2].Value;
            if (!_named.Contains(document) || Anchors.HasSection(read(document), title)) continue;
            yield return $"{document} has no section \"{title}\"";
        }
    }

    private IEnumerable<string> FindLinks(string file, string text)
    {
        foreach (Match match in Link().Matches(Code().Replace(text, "")))
        {
            var target = match.Groups[1].Value;
            if (target.Contains("://", StringComparison.Ordinal)) continue;
            var parts = target.Split('#', 2);
            var path = parts[0].Length == 0 ? file : Resolve(file, parts[0]);
            if (!_named.Contains(path)) yield return $"the link '{target}' leads to no file";
            else if (parts.Length == 2 && !AnchorsOf(path).Contains(parts[1])) yield return $"the link '{target}' leads to no anchor";
        }
    }

    private static string Resolve(string file, string target)
    {
        var folders = new List<string>(file.Split('/')[..^1]);
        foreach (var segment in target.TrimEnd('/').Split('/'))
        {
            if (segment == "..") folders.RemoveAt(folders.Count - 1);
            else if (segment != ".") folders.Add(segment);
        }

        return string.Join('/', folders);
    }

    private HashSet<string> AnchorsOf(string document)
    {
        if (!_anchors.TryGetValue(document, out var anchors)) _anchors[document] = anchors = [.. Anchors.Of(read(document))];
        return anchors;
    }

    private static HashSet<string> NamesOf(string[] files)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            names.Add(file);
            for (var slash = file.IndexOf('/'); slash >= 0; slash = file.IndexOf('/', slash + 1))
            {
                names.Add(file[..slash]);
                names.Add(file[(slash + 1)..]);
            }
        }

        return names;
    }

    [GeneratedRegex(@"\bBEHAVIOUR\b(?!\.md)(?:\s+(?<id>[A-Z]\d+)\b(?:(?:,| to| and| or|, and)\s+(?<id>[A-Z]\d+)\b)*)?")]
    private static partial Regex Rule();

    [GeneratedRegex(@"\b(?:DESIGN|REACTOR|TYPED|GENERATOR|STYLE|PROBE_TARGET)\b(?:\.md|,? section \d+)?")]
    private static partial Regex ForeignDocument();

    [GeneratedRegex(@"(?<![\w./~$*<>{}@\\-])(?:\.?[\w-][\w.-]*/)*[\w][\w.-]*\.(?:cs|md|props|targets|csproj|sln)(?![\w/*<{-]|\.\w)")]
    private static partial Regex FilePath();

    [GeneratedRegex(@"(?<![\w./~$*<>{}@\\-])(?:src|tests|docs|samples)/(?:[\w-][\w.-]*/)*[\w-]+(?:\.Tests|\.Health)?(?![\w/*<{-]|\.\w)")]
    private static partial Regex FolderPath();

    [GeneratedRegex(@"\b([A-Z]{4,})(?:\.md)?\)?, ""([^""]+)""")]
    private static partial Regex Section();

    [GeneratedRegex(@"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^```.*?^```|`[^`\n]*`", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Code();
}
