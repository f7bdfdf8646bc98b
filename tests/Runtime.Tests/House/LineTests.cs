namespace Runtime.Tests.House;

/// <summary>Lines of handwritten sources fit a window.</summary>
public sealed class LineTests
{
    private const int ColumnsMax = 140;

    // Lines that hold a text which cannot be broken: a file, and what the line holds.
    private static readonly (string File, string Holds)[] s_unbreakable =
    [
        ("samples/Directory.Build.targets", "<RouteGenTasksAssembly>"),
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
            for (var index = 0; index < lines.Length; index++)
            {
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
        .. Repository.Files("src", ".cs", ".props", ".targets", ".csproj"), .. Repository.Files("samples", ".cs", ".props", ".targets", ".csproj"),
        .. Repository.Files(".ci"), "Directory.Build.props", "Directory.Packages.props", "tests/Directory.Build.props",
    ];

    private static bool IsAt((string File, string Holds) line, string file, string text) =>
        line.File == file && text.Contains(line.Holds, StringComparison.Ordinal);
}
