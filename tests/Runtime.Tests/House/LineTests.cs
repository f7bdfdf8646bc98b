using System.Text.RegularExpressions;

namespace Runtime.Tests.House;

/// <summary>Lines of handwritten sources fit a window.</summary>
public sealed partial class LineTests
{
    private const int ColumnsMax = 140;

    // Lines with a literal that cannot be broken: a file, and a part of the line. Lines inside a raw string literal are data, and exempt.
    private static readonly (string File, string Holds)[] s_unbreakable =
    [
        ("samples/Directory.Build.targets", "<RouteGenTasksAssembly>"),
        ("tests/Benchmarks/routes/run", "<RouteGenTasksAssembly>"),
        ("tests/Package/run", "\"path\": \"/ping\""),
        ("tests/Package/run", "\"path\": \"/say/{word}\""),
        ("tests/Package/run", "\"path\": \"/shelf/{book}\""),
        ("tests/Package/run", "The build has run the program."),
        ("tests/Package/run", "static class More"),
        ("tests/Runtime.Tests/House/DeclaredTypes.cs", "(?:class|struct|interface"),
        ("tests/Runtime.Tests/House/FileTests.cs", "a host of one network"),
        ("tests/Runtime.Tests/Server/Logging/ServerLogTests.cs", "A handler failed"),
        ("tests/Vectors.Tests/Text/ChunkLines.cs", "[GeneratedRegex("),
        ("tests/Vectors.Tests/Text/RequestText.cs", "[GeneratedRegex("),
        ("src/Runtime/build/RouteGen.targets", "tasks/netstandard2.0/RouteGen.Tasks.dll</RouteGenTasksAssembly>"),
        ("src/Runtime/build/RouteGen.targets", "Text=\"There are no routes from attributes in this project"),
    ];

    [Fact]
    public void No_line_is_longer_than_140_columns()
    {
        var files = FilesOf();
        Assert.Contains("src/Runtime/Http.cs", files);
        Assert.Contains(".ci/run", files);
        var found = new List<string>();
        foreach (var file in files)
        {
            var lines = Repository.Read(file).Split('\n');
            var isRaw = false;
            for (var index = 0; index < lines.Length; index++)
            {
                var wasRaw = isRaw;
                isRaw ^= file.EndsWith(".cs", StringComparison.Ordinal) && RawDelimiter().Count(lines[index]) % 2 == 1;
                if (wasRaw && isRaw) continue;
                if (lines[index].Length > ColumnsMax && !Array.Exists(s_unbreakable, line => IsAt(line, file, lines[index])))
                    found.Add($"{file}:{index + 1} has {lines[index].Length} columns");
            }
        }

        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Fact]
    public void Every_exempt_line_is_there_and_is_too_long() =>
        Assert.All(s_unbreakable, static line => Assert.Contains(
            Repository.Read(line.File).Split('\n'), text => text.Length > ColumnsMax && IsAt(line, line.File, text)));

    private static string[] FilesOf() =>
    [
        .. Repository.Files("tests", ".cs", ".props", ".targets", ".csproj", "/run", "/instructions", "/sigterm").Where(IsHandwritten),
        .. Repository.Files("src", ".cs", ".props", ".targets", ".csproj"),
        .. Repository.Files("samples", ".cs", ".props", ".targets", ".csproj"),
        .. Repository.Files(".ci"), "Directory.Build.props", "Directory.Packages.props",
    ];

    private static bool IsHandwritten(string file) =>
        !file.Contains("/Snapshots/", StringComparison.Ordinal) && !file.Contains(".verified.", StringComparison.Ordinal);

    [GeneratedRegex("\"{3,}")]
    private static partial Regex RawDelimiter();

    private static bool IsAt((string File, string Holds) line, string file, string text) =>
        line.File == file && text.Contains(line.Holds, StringComparison.Ordinal);
}
