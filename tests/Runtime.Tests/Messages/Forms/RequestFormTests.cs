namespace RouteGen.Tests.Messages;

public sealed class RequestFormTests
{
    [Fact]
    public void A_query_is_parsed_leniently_and_anew_when_the_URL_is_set()
    {
        var request = TestRequest.New("GET", "/?a=1&b=%zz&c=2;d=3&a=4");
        Assert.Equal(["1", "4"], request.Query.GetAll("a"));
        Assert.Equal(1, request.Query.Count);
        Assert.Same(request.Query, request.Query);
        request.Url = Url.Parse("/?x=y");
        Assert.Equal(("y", ""), (request.Query.Get("x"), request.Query.Get("a")));
    }

    [Theory]
    [InlineData("POST", "application/x-www-form-urlencoded", "b=body,query", "b=body")]
    [InlineData("PUT", "Application/X-WWW-Form-Urlencoded; charset=utf-8", "b=body,query", "b=body")]
    [InlineData("PATCH", "application/x-www-form-urlencoded", "b=body,query", "b=body")]
    [InlineData("GET", "application/x-www-form-urlencoded", "b=query", "")]
    [InlineData("DELETE", "application/x-www-form-urlencoded", "b=query", "")]
    [InlineData("POST", "text/plain", "b=query", "")]
    [InlineData("POST", "", "b=query", "")]
    public async Task The_body_counts_before_the_query_for_some_methods(string method, string type, string all, string post)
    {
        var request = Make(method, "/?b=query", "b=body", type);
        Assert.Null(request.Form);
        Assert.Null(request.PostForm);
        await request.ParseFormAsync();
        Assert.Equal(all, "b=" + string.Join(',', request.Form!.GetAll("b")));
        Assert.Equal(post, request.PostForm!.Encode());
        await request.ParseFormAsync();
        Assert.Equal(all, "b=" + string.Join(',', request.Form.GetAll("b")));
    }

    [Fact]
    public void A_value_is_read_without_parsing_before()
    {
        var request = Make("POST", "/?a=query&b=query", "b=body&c=%zz");
        Assert.Equal(
            ("body", "query", "", "body", ""),
            (request.FormValue("b"), request.FormValue("a"), request.FormValue("c"), request.PostFormValue("b"),
                request.PostFormValue("a")));
        Assert.Equal("q", TestRequest.New("GET", "/?a=q").FormValue("a"));
    }

    [Theory]
    [InlineData("/", "a=1&b=%zz")]
    [InlineData("/?b=;", "a=1")]
    public async Task Malformed_pairs_are_told_once_and_the_others_are_there(string target, string body)
    {
        var request = Make("POST", target, body);
        await Assert.ThrowsAsync<BadRequestException>(async () => await request.ParseFormAsync());
        Assert.Equal("a=1", request.Form!.Encode());
        await request.ParseFormAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_beyond_10_MiB_is_refused_whether_announced_or_not(bool isAnnounced)
    {
        var bytes = new byte[RequestForms.BodyBytesMax + 1];
        bytes.AsSpan().Fill((byte)'a');
        var request = Make("POST", "/?q=1", isAnnounced ? Body.From(bytes) : Body.From(new MemoryStream(bytes)));
        Assert.Equal(
            RequestForms.BodyBytesMax,
            (await Assert.ThrowsAsync<MaxBytesException>(async () => await request.ParseFormAsync())).LimitBytes);
        Assert.Equal("1", request.Form!.Get("q"));

        request = Make("POST", "/", Body.From(new MemoryStream(bytes, 0, bytes.Length - 1)));
        await request.ParseFormAsync();
        Assert.Single(request.Form!);
    }

    [Fact]
    public async Task A_limit_of_its_own_replaces_that_limit()
    {
        var bytes = new byte[RequestForms.BodyBytesMax + 1];
        bytes.AsSpan().Fill((byte)'a');
        var request = Make("POST", "/", "");
        request.Body = Http.MaxBytesReader(new ResponseRecorder(), Body.From(bytes), bytes.Length);
        await request.ParseFormAsync();
        Assert.Single(request.Form!);

        request = Make("POST", "/", "");
        request.Body = Http.MaxBytesReader(new ResponseRecorder(), Body.From("a=123"), 4);
        Assert.Equal(4, Assert.Throws<MaxBytesException>(() => request.FormValue("a")).LimitBytes);
    }

    [Fact]
    public void A_request_that_has_ended_has_no_form()
    {
        var request = ServedRequest.Make("GET", "/?a=1", "x");
        Assert.Equal("1", request.FormValue("a"));
        request.EndServe();
        Assert.Throws<ObjectDisposedException>(() => request.Query);
        Assert.Throws<ObjectDisposedException>(() => request.Form);
        Assert.Throws<ObjectDisposedException>(() => request.FormValue("a"));
    }

    private static Request Make(string method, string target, Body body, string type = "application/x-www-form-urlencoded")
    {
        var request = TestRequest.New(method, target, body);
        if (type.Length > 0) request.Header.Set("Content-Type", type);
        return request;
    }
}
