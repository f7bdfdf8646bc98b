namespace Runtime.Tests.Handling;

/// <summary>A directory of its own for one test, removed with everything in it.</summary>
internal sealed class TempDir : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("routegen-test-");

    internal string Root => _directory.FullName;

    internal string Write(string path, string text)
    {
        var full = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return full;
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
