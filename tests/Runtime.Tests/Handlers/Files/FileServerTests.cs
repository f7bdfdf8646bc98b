using RouteGen;

namespace Runtime.Tests.Handling;

public sealed class FileServerTests
{
    private readonly MemoryFiles _files = new();

    [Theory]
    [InlineData("/index.html", "./")]
    [InlineData("/index.html?q=1", "./?q=1")]
    [InlineData("/docs", "docs/")]
    [InlineData("/docs?q=1", "docs/?q=1")]
    [InlineData("/docs/index.html", "./")]
    [InlineData("/a.txt/", "../a.txt")]
    [InlineData("/a.txt//", "../a.txt")]
    [InlineData("/docs/b.txt/?q", "../b.txt?q")]
    [InlineData("/x%3Fy", "x%3Fy/")]
    [InlineData("/%64ocs", "%64ocs/")]
    [InlineData("/docs/%69ndex.html", "./")]
    [InlineData("/x:y", "./x:y/")]
    [InlineData("/%5C%5Cevil.example", "%5C%5Cevil.example/")]
    public void A_file_has_one_URL(string target, string location)
    {
        AddFiles();
        var answer = Serve(target);
        Assert.Equal((301, location, 0), (answer.StatusCode, answer.Header.Get("Location"), answer.Body.Length));
    }

    [Theory]
    [InlineData("/a.txt", "a")]
    [InlineData("/docs/", "the index")]
    [InlineData("/docs/b.txt", "b")]
    [InlineData("/.hidden", "hidden")]
    [InlineData("/%61.txt", "a")]
    [InlineData("//docs/./b.txt", "b")]
    [InlineData("/../../a.txt", "a")]
    [InlineData("/%2e%2e/docs/../a.txt", "a")]
    public void A_file_is_served_by_its_clean_path(string target, string text)
    {
        AddFiles();
        var answer = Serve(target);
        Assert.Equal((200, text), (answer.StatusCode, answer.BodyText));
        Assert.All(_files.Opened, path => Assert.DoesNotContain("..", path));
    }

    [Theory]
    [InlineData("/none")]
    [InlineData("/docs%2Fb.txt")]
    [InlineData("/docs%2fb.txt")]
    [InlineData("/docs%2findex.html")]
    [InlineData("/docs%2Findex.html")]
    [InlineData("/%2Findex.html")]
    [InlineData("/docs%2F")]
    [InlineData("/..%2Fa.txt")]
    [InlineData("/docs/..%2F..%2Fetc%2Fpasswd")]
    public void A_path_that_names_no_file_is_404(string target)
    {
        AddFiles();
        var answer = Serve(target, header => header.Set("Etag", "\"x\""));
        Assert.Equal((404, "404 page not found\n", false), (answer.StatusCode, answer.BodyText, answer.Header.Has("Etag")));
    }

    [Fact]
    public void A_directory_without_an_index_is_a_sorted_list_of_escaped_names()
    {
        foreach (var name in new[] { "/b", "/a/", "/A", "/\"'<>&", "/x:y", "/q?#%", "/é" }) _files.Add(name);
        var answer = Serve("/");
        Assert.Equal((200, "text/html; charset=utf-8"), (answer.StatusCode, answer.Header.Get("Content-Type")));
        Assert.Equal(
            "<table>\n<tr><th>Name<th>Size<th>Changed (UTC)\n" +
            "<tr><td><a href=\"a/\">a/</a><td><td>\n" +
            "<tr><td><a href=\"%22%27%3C%3E&\">&#34;&#39;&lt;&gt;&amp;</a><td><td>\n" +
            "<tr><td><a href=\"A\">A</a><td><td>\n" +
            "<tr><td><a href=\"b\">b</a><td><td>\n" +
            "<tr><td><a href=\"q%3F%23%25\">q?#%</a><td><td>\n" +
            "<tr><td><a href=\"./x:y\">x:y</a><td><td>\n" +
            "<tr><td><a href=\"%C3%A9\">é</a><td><td>\n" +
            "</table>\n",
            answer.BodyText[answer.BodyText.IndexOf("<table>", StringComparison.Ordinal)..]);
    }

    [Theory]
    [InlineData("/docs/", true, 200, "the index")]
    [InlineData("/x%3Fy/", true, 404, "404 page not found\n")]
    [InlineData("/", true, 404, "404 page not found\n")]
    [InlineData("/docs", true, 301, "")]
    [InlineData("/a.txt", true, 200, "a")]
    public void Directories_are_not_listed_if_that_is_turned_off(string target, bool isOff, int status, string text)
    {
        AddFiles();
        var answer = Served.By(Http.FileServer(_files, listsDirectories: !isOff), "GET", target);
        Assert.Equal((status, text), (answer.StatusCode, answer.BodyText));
    }

    [Fact]
    public void An_index_that_is_a_directory_is_none()
    {
        _files.Add("/index.html/");
        Assert.Contains("href=\"index.html/\"", Serve("/").BodyText);
    }

    [Theory]
    [InlineData(typeof(FileNotFoundException), 404, "404 page not found\n")]
    [InlineData(typeof(DirectoryNotFoundException), 404, "404 page not found\n")]
    [InlineData(typeof(PathTooLongException), 404, "404 page not found\n")]
    [InlineData(typeof(UnauthorizedAccessException), 403, "403 Forbidden\n")]
    [InlineData(typeof(IOException), 500, "500 Internal Server Error\n")]
    public void A_failure_is_answered_without_its_text(Type failure, int code, string body)
    {
        _files.Failure = (Exception)Activator.CreateInstance(failure, "secret")!;
        var answer = Serve("/a");
        Assert.Equal((code, body), (answer.StatusCode, answer.BodyText));
    }

    [Fact]
    public void A_stripped_prefix_serves_below_it()
    {
        AddFiles();
        var handler = Http.StripPrefix("/static", Http.FileServer(_files));
        Assert.Equal("b", Served.By(handler, "GET", "/static/docs/b.txt").BodyText);
        Assert.Equal("docs/", Served.By(handler, "GET", "/static/docs").Header.Get("Location"));
        Assert.Equal(404, Served.By(handler, "GET", "/static%2Fdocs/b.txt").StatusCode);
    }

    private ResponseRecorder Serve(string target, Action<Header>? prepare = null) =>
        Served.By(Http.FileServer(_files), "GET", target, prepare);

    private void AddFiles()
    {
        foreach (var directory in new[] { "/docs/", "/x?y/", "/x:y/", "/\\\\evil.example/" }) _files.Add(directory);
        _files.Add("/a.txt", "a");
        _files.Add("/.hidden", "hidden");
        _files.Add("/docs/index.html", "the index");
        _files.Add("/docs/b.txt", "b");
    }
}
