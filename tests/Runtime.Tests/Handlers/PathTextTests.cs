using RouteGen.Handling;

namespace Runtime.Tests.Handling;

public sealed class PathTextTests
{
    [Theory]
    [InlineData("", ".")]
    [InlineData("/", "/")]
    [InlineData("a/b", "a/b")]
    [InlineData("/a//b/./c/", "/a/b/c")]
    [InlineData("/../../a/..", "/")]
    [InlineData("../../a", "../../a")]
    [InlineData("a/../../b", "../b")]
    [InlineData("a/..", ".")]
    [InlineData("/...", "/...")]
    public void A_path_is_cleaned(string path, string clean) => Assert.Equal(clean, PathText.Clean(path));

    [Theory]
    [InlineData("/a/", "/a/")]
    [InlineData("/a/../", "/")]
    [InlineData("/", "/")]
    [InlineData("a/b/../", "a/")]
    public void A_trailing_slash_is_kept_where_asked(string path, string clean) => Assert.Equal(clean, PathText.CleanKeepingSlash(path));
}
