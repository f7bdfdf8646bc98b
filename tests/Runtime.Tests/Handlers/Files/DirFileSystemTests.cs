using RouteGen;

namespace Runtime.Tests.Handling;

public sealed class DirFileSystemTests : IDisposable
{
    private readonly TempDir _outer = new();
    private readonly DirFileSystem _files;

    public DirFileSystemTests()
    {
        _outer.Write("secret", "secret");
        _outer.Write("root/a", "a");
        _outer.Write("root/dir/b", "b");
        _files = new DirFileSystem(Path.Combine(_outer.Root, "root"));
    }

    public void Dispose() => _outer.Dispose();

    [Theory]
    [InlineData("/a", false)]
    [InlineData("a", false)]
    [InlineData("/dir", true)]
    [InlineData("/dir/../a", false)]
    [InlineData("/", true)]
    [InlineData("", true)]
    [InlineData("/../../../", true)]
    public void A_name_is_looked_up_below_the_root(string path, bool isDirectory)
    {
        var entry = _files.Open(path);
        Assert.Equal(isDirectory, entry.IsDirectory);
        Assert.NotNull(entry.Modified);
    }

    [Theory]
    [InlineData("/../secret")]
    [InlineData("../secret")]
    [InlineData("/dir/../../secret")]
    [InlineData("/none")]
    [InlineData("/a/below-a-file")]
    [InlineData("/none/none")]
    [InlineData("/a\0")]
    [InlineData("/a\0/../a")]
    [InlineData("/..\\secret")]
    public void Nothing_else_is_found(string path)
    {
        var failure = Record.Exception(() => _files.Open(path));
        Assert.True(failure is FileNotFoundException or DirectoryNotFoundException, $"{path}: {failure}");
    }

    [Fact]
    public void A_name_longer_than_the_disk_has_is_404()
    {
        Assert.Equal(404, Served.By(Http.FileServer(_files), "GET", "/" + new string('x', 5000)).StatusCode);
        Assert.Equal(404, Served.By(Http.FileServer(_files), "GET", "/" + new string('x', 300)).StatusCode);
    }

    [Fact]
    public void A_link_is_followed_wherever_it_leads_and_one_to_nowhere_is_not_found()
    {
        File.CreateSymbolicLink(Path.Combine(_outer.Root, "root/link"), Path.Combine(_outer.Root, "secret"));
        File.CreateSymbolicLink(Path.Combine(_outer.Root, "root/nowhere"), Path.Combine(_outer.Root, "none"));
        using var reader = new StreamReader(_files.Open("/link").OpenRead());
        Assert.Equal("secret", reader.ReadToEnd());
        Assert.Equal(404, Served.By(Http.FileServer(_files), "GET", "/nowhere").StatusCode);
    }

    [Fact]
    public void Entries_are_what_is_in_the_directory() =>
        Assert.Equal(["a:False", "dir:True"], _files.Open("/").Entries().Select(entry => $"{entry.Name}:{entry.IsDirectory}").Order());

    [Fact]
    public void A_missing_root_is_404() =>
        Assert.Equal(404, Served.By(Http.FileServer(Path.Combine(_outer.Root, "none")), "GET", "/").StatusCode);
}
