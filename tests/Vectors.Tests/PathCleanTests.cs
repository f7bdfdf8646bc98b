using System.Text;
using RouteGen.Routing;
using Xunit.Abstractions;

namespace Vectors.Tests;

public sealed class PathCleanTests(ITestOutputHelper output)
{
    [Fact]
    public void Pathclean() => VectorRun.Run("pathclean", output, (run, vector) =>
        run.Check(vector.Name, vector.Input, vector.Expect, expect => Compare((string)vector.Input["path"]!, (string)expect["clean"]!)));

    private static string? Compare(string path, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(path);
        var destination = new byte[bytes.Length + 1];
        var clean = Encoding.UTF8.GetString(destination, 0, PathCleaner.Clean(bytes, destination));
        if (clean != expected) return $"{clean} instead of {expected}";
        if (PathCleaner.IsClean(bytes) != (path == expected)) return $"IsClean is {PathCleaner.IsClean(bytes)}";
        if (!path.StartsWith('/')) return null;
        return Encoding.UTF8.GetString(bytes, 0, PathCleaner.Clean(bytes, bytes)) == expected ? null : "differs when cleaned in place";
    }
}
