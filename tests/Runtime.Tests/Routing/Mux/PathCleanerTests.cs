using System.Text;
using RouteGen.Routing;

namespace RouteGen.Tests.Routing;

public sealed class PathCleanerTests
{
    [Theory]
    [InlineData("", "/")]
    [InlineData("a", "/a")]
    [InlineData("/", "/")]
    [InlineData("//", "/")]
    [InlineData("/a/", "/a/")]
    [InlineData("/a//b/", "/a/b/")]
    [InlineData("/a/../../b/..", "/")]
    [InlineData("/a/b/.", "/a/b")]
    [InlineData("/a/b/../", "/a/")]
    [InlineData("/.../..a", "/.../..a")]
    [InlineData("/..\0/x", "/..\0/x")]
    public void Clean(string path, string expected) => Assert.Equal(expected, CleanText(path));

    // The other description of the same thing: a stack of segments.
    [Fact]
    public void Random_paths_are_cleaned_like_a_stack_of_segments()
    {
        var random = new Random(20);
        string[] parts = ["/", "//", ".", "..", "a", "b.", "/a", "/..", "/./"];
        for (var round = 0; round < 20_000; round++)
        {
            var path = string.Concat(Enumerable.Range(0, random.Next(10)).Select(_ => parts[random.Next(parts.Length)]));
            var stack = new List<string>();
            foreach (var segment in path.Split('/'))
            {
                if (segment == "..") stack.RemoveRange(Math.Max(0, stack.Count - 1), Math.Min(1, stack.Count));
                else if (segment is not ("" or ".")) stack.Add(segment);
            }

            var expected = "/" + string.Join('/', stack) + (stack.Count > 0 && path.EndsWith('/') ? "/" : "");
            Assert.Equal(expected, CleanText(path));
        }
    }

    private static string CleanText(string path)
    {
        var bytes = Encoding.UTF8.GetBytes(path);
        var destination = new byte[bytes.Length + 1];
        var clean = destination.AsSpan(0, PathCleaner.Clean(bytes, destination)).ToArray();
        Assert.Equal(clean.AsSpan().SequenceEqual(bytes), PathCleaner.IsClean(bytes));
        Assert.True(PathCleaner.IsClean(clean));
        if (path.StartsWith('/')) Assert.Equal(clean, bytes[..PathCleaner.Clean(bytes, bytes)]);
        return Encoding.UTF8.GetString(clean);
    }
}
