using RouteGen;
using RouteGen.Handling;

namespace Runtime.Tests.Handling;

public sealed class DirectoryListingTests : IDisposable
{
    private readonly TempDir _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_list_has_a_title_a_link_to_the_parent_sizes_and_dates()
    {
        var date = new DateTime(2021, 6, 7, 8, 9, 10, DateTimeKind.Utc);
        foreach (var (name, size) in new[] { ("empty", 0), ("small", 1023), ("medium", 1536), ("large", 3 * 1024 * 1024), ("b/c", 1) })
            File.SetLastWriteTimeUtc(_directory.Write("a&b/" + name, new string('x', size)), date);
        Directory.SetLastWriteTimeUtc(Path.Combine(_directory.Root, "a&b/b"), date);
        Directory.SetLastWriteTimeUtc(Path.Combine(_directory.Root, "a&b"), date);
        var page = Served.By(Http.FileServer(_directory.Root), "GET", "/a&b/");
        Assert.Contains("<title>/a&amp;b/</title>", page.BodyText, StringComparison.Ordinal);
        Assert.Contains("<h1>/a&amp;b/</h1>", page.BodyText, StringComparison.Ordinal);
        Assert.EndsWith(
            "<tr><td><a href=\"../\">../</a><td><td>\n" +
            "<tr><td><a href=\"b/\">b/</a><td><td>2021-06-07 08:09\n" +
            "<tr><td><a href=\"empty\">empty</a><td>0 B<td>2021-06-07 08:09\n" +
            "<tr><td><a href=\"large\">large</a><td>3.0 MiB<td>2021-06-07 08:09\n" +
            "<tr><td><a href=\"medium\">medium</a><td>1.5 KiB<td>2021-06-07 08:09\n" +
            "<tr><td><a href=\"small\">small</a><td>1023 B<td>2021-06-07 08:09\n" +
            "</table>\n",
            page.BodyText,
            StringComparison.Ordinal);
        Assert.Equal("Mon, 07 Jun 2021 08:09:10 GMT", page.Header.Get("Last-Modified"));
        Assert.DoesNotContain("../", Served.By(Http.FileServer(_directory.Root), "GET", "/").BodyText, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_is_as_new_as_the_newest_file_in_it()
    {
        var name = _directory.Write("a", "a");
        var old = new DateTime(2021, 6, 7, 8, 9, 10, DateTimeKind.Utc);
        Directory.SetLastWriteTimeUtc(_directory.Root, old);
        File.SetLastWriteTimeUtc(name, old.AddDays(1));
        var files = Http.FileServer(_directory.Root);
        Assert.Equal("Tue, 08 Jun 2021 08:09:10 GMT", Served.By(files, "GET", "/").Header.Get("Last-Modified"));
        Assert.Equal(200, StatusSince("Mon, 07 Jun 2021 08:09:10 GMT"));
        Assert.Equal(304, StatusSince("Tue, 08 Jun 2021 08:09:10 GMT"));

        int StatusSince(string date)
        {
            var request = TestRequest.New("GET", "/");
            request.Header.Set("If-Modified-Since", date);
            return Served.By(files, request).StatusCode;
        }
    }

    [Fact]
    public void A_link_is_listed_without_a_size_wherever_it_leads()
    {
        File.CreateSymbolicLink(Path.Combine(_directory.Root, "link"), _directory.Write("a", "a"));
        File.CreateSymbolicLink(Path.Combine(_directory.Root, "nowhere"), Path.Combine(_directory.Root, "none"));
        var page = Served.By(Http.FileServer(_directory.Root), "GET", "/").BodyText;
        Assert.Contains("<a href=\"link\">link</a><td><td>", page, StringComparison.Ordinal);
        Assert.Contains("<a href=\"nowhere\">nowhere</a><td><td>", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DirectoryListing.EntriesMax, false)]
    [InlineData(DirectoryListing.EntriesMax + 1, true)]
    public void A_list_is_bounded_and_says_so(int count, bool isCut)
    {
        var files = new MemoryFiles();
        for (var index = 0; index < count; index++) files.Add($"/{index}");
        var page = Served.By(Http.FileServer(files), "GET", "/").BodyText;
        Assert.Equal(DirectoryListing.EntriesMax, page.Split("<a href").Length - 1);
        Assert.Equal(isCut, page.EndsWith("<p>The directory has more than these 10000 entries.\n", StringComparison.Ordinal));
    }
}
