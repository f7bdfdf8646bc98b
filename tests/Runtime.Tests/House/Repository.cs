namespace Runtime.Tests.House;

/// <summary>The files of the repository that the tests were built in. Style that matters is a test, so tests read sources.</summary>
internal static class Repository
{
    /// <summary>The folder that holds <c>RouteGen.sln</c>: the first one above the test's binaries.</summary>
    internal static string Root { get; } = FindRoot();

    /// <summary>
    /// The files below a folder with a suffix, build output apart, as paths relative to <see cref="Root"/> with slashes, in ordinal order.
    /// </summary>
    internal static string[] Files(string folder, params string[] suffixes)
    {
        var found = new List<string>();
        var path = Path.Combine(Root, folder);
        if (Directory.Exists(path)) Collect(path, suffixes, found);
        found.Sort(StringComparer.Ordinal);
        return [.. found];
    }

    internal static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    private static void Collect(string folder, string[] suffixes, List<string> found)
    {
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            if (suffixes.Length == 0 || suffixes.Any(suffix => file.EndsWith(suffix, StringComparison.Ordinal)))
                found.Add(Path.GetRelativePath(Root, file).Replace('\\', '/'));
        }

        foreach (var inner in Directory.EnumerateDirectories(folder))
        {
            if (Path.GetFileName(inner) is not ("bin" or "obj" or "TestResults" or ".git")) Collect(inner, suffixes, found);
        }
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "RouteGen.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException(
            $"No RouteGen.sln stands above {AppContext.BaseDirectory}: the tests read the sources they were built from.");
    }
}
