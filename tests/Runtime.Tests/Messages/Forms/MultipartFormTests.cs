using System.Text;

namespace RouteGen.Tests.Messages;

public sealed class MultipartFormTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(100_000)]
    public async Task Values_and_files_are_read_wherever_the_files_are_kept(long memoryBytesMax)
    {
        var large = new string('l', 70_000);
        var request = Make(
            "/?a=query",
            Value("a", "body") + File("f", "s.txt", "small") + File("f", "l.txt", large) + File("g", "e", "") + Value("a", "second"));
        var form = await request.ParseMultipartFormAsync(memoryBytesMax);
        Assert.Equal(["query", "body", "second"], request.Form!.GetAll("a"));
        Assert.Equal(["body", "second"], request.PostForm!.GetAll("a"));
        Assert.Equal(["s.txt 5", "l.txt 70000", "e 0"], form.Files.Select(file => $"{file.FileName} {file.Length}"));
        Assert.Equal(["small", large, ""], form.Files.Select(Read));
        Assert.Equal(large, Read(form.Files[1]));
        using var stream = form.Files[1].OpenRead();
        stream.Position = 69_999;
        Assert.Equal(('l', -1), ((char)stream.ReadByte(), stream.ReadByte()));
        Assert.Same(form, await request.ParseMultipartFormAsync());
        Assert.Same(form.Files[0], await request.FormFileAsync("f"));
        Assert.Null(await request.FormFileAsync("a"));
    }

    [Fact]
    public async Task Temporary_files_have_no_name_and_end_with_the_request()
    {
        var before = Names();
        var request = Make("/", File("f", "x", "content"));
        var file = (await request.ParseMultipartFormAsync(1)).File("f")!;
        if (!OperatingSystem.IsWindows()) Assert.Empty(Names().Except(before));
        using var stream = file.OpenRead();
        Assert.Equal('c', stream.ReadByte());
        request.EndServe();
        Assert.Throws<ObjectDisposedException>(() => stream.ReadByte());
        Assert.Empty(Names().Except(before));
    }

    [Fact]
    public async Task Temporary_files_of_a_form_that_fails_end_with_the_request_too()
    {
        var before = Names();
        var request = Make("/", File("f", "x", "content") + "--b\r\nmalformed\r\n\r\n");
        await Assert.ThrowsAsync<BadRequestException>(async () => await request.ParseMultipartFormAsync(1));
        request.EndServe();
        Assert.Empty(Names().Except(before));
    }

    [Fact]
    public async Task Temporary_files_of_a_form_that_was_tried_twice_end_too()
    {
        if (!OperatingSystem.IsLinux()) return;
        var before = Open();
        var request = Make("/", File("f", "x", "content") + "--b\r\nmalformed\r\n\r\n");
        for (var attempt = 0; attempt < 2; attempt++)
            await Assert.ThrowsAsync<BadRequestException>(async () => await request.ParseMultipartFormAsync(1));
        request.EndServe();
        Assert.Empty(Open().Except(before));
    }

    // Descriptors that no name leads to any more, with the name of the file.
    private static string[] Open() =>
    [
        .. Directory.GetFiles("/proc/self/fd").Select(static entry => $"{entry} {new FileInfo(entry).LinkTarget}")
            .Where(static entry => entry.Contains("routegen-form-", StringComparison.Ordinal)),
    ];

    [Fact]
    public async Task Values_are_bounded_however_many_they_are()
    {
        var large = Value("a", new string('x', 6 * 1024 * 1024));
        await Make("/", large).ParseMultipartFormAsync(1);
        Assert.Equal(
            10 * 1024 * 1024 + 1,
            (await Assert.ThrowsAsync<MaxBytesException>(
                async () => await Make("/", large + large).ParseMultipartFormAsync(1))).LimitBytes);
    }

    [Fact]
    public async Task A_part_without_a_name_is_in_no_form()
    {
        var request = Make("/", "--b\r\n\r\nx\r\n--b\r\nContent-Disposition: attachment; name=a\r\n\r\nx\r\n");
        Assert.Empty((await request.ParseMultipartFormAsync()).Files);
        Assert.Equal(0, request.Form!.Count);
    }

    [Fact]
    public async Task A_value_of_a_multipart_form_is_read_without_parsing_before()
    {
        var request = Make("/?a=query", Value("a", "body") + Value("b", "b") + File("f", "x", "content"));
        Assert.Equal(("query", "b", ""), (request.FormValue("a"), request.FormValue("b"), request.FormValue("f")));
        Assert.Equal("content", Read((await request.FormFileAsync("f"))!));
        request = Make("/?a=query", Value("a", "body"));
        Assert.Equal("body", request.PostFormValue("a"));
    }

    [Theory]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nmalformed\r\n\r\n")]
    [InlineData("multipart/form-data; boundary=c", "")]
    [InlineData("multipart/form-data; boundary=\"", "")]
    [InlineData("multipart/form-data", "")]
    [InlineData("multipart/mixed; boundary=b", "")]
    [InlineData("text/plain; boundary=b", "")]
    public void Values_of_a_body_that_is_no_form_or_malformed_are_left_out(string type, string last)
    {
        var request = Make("/?q=1", Value("a", "body") + last, type);
        Assert.Equal(("", "1", ""), (request.FormValue("a"), request.FormValue("q"), request.PostFormValue("a")));
    }

    [Fact]
    public void A_value_of_a_form_that_is_too_long_is_refused()
    {
        var request = Make("/", "");
        request.Body = Http.MaxBytesReader(new ResponseRecorder(), Body.From(Encoding.UTF8.GetBytes(Value("a", "body") + "--b--\r\n")), 10);
        Assert.Equal(10, Assert.Throws<MaxBytesException>(() => request.FormValue("a")).LimitBytes);
    }

    [Fact]
    public async Task A_body_that_a_reader_takes_part_by_part_is_not_read_for_a_value()
    {
        var request = Make("/?a=query", Value("a", "first") + Value("b", "second"));
        var reader = request.MultipartReader();
        Assert.Equal("a", (await reader.NextPartAsync())!.Name);
        Assert.Equal(("query", ""), (request.FormValue("a"), request.FormValue("b")));
        Assert.Equal("b", (await reader.NextPartAsync())!.Name);
    }

    [Fact]
    public async Task Another_type_is_refused_and_the_query_is_there()
    {
        var request = Make("/?a=1", "", "text/plain");
        await Assert.ThrowsAsync<BadRequestException>(async () => await request.ParseMultipartFormAsync());
        Assert.Equal("1", request.Form!.Get("a"));
    }

    private static string Value(string name, string text) => $"--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n";

    private static string File(string name, string fileName, string text) =>
        $"--b\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{fileName}\"\r\nContent-Type: text/plain\r\n\r\n{text}\r\n";

    private static string Read(FormFile file)
    {
        using var reader = new StreamReader(file.OpenRead());
        return reader.ReadToEnd();
    }

    private static string[] Names() => Directory.GetFiles(Path.GetTempPath(), "routegen-form-*");

    private static Request Make(string target, string parts, string type = "multipart/form-data; boundary=b")
    {
        var request = TestRequest.New("POST", target, Body.From(Encoding.UTF8.GetBytes(parts + "--b--\r\n")));
        request.Header.Set("Content-Type", type);
        return request;
    }
}
