namespace RouteGen.Tests.Routing;

/// <summary>What a path answers for methods that it does not have.</summary>
public sealed class MethodTests
{
    [Theory]
    [InlineData("PUT", "/a", "DELETE, GET, HEAD, POST")]
    [InlineData("PUT", "/a/b", "GET, HEAD, POST")]
    [InlineData("GET", "/t", "POST")]
    [InlineData("get", "/a", "DELETE, GET, HEAD, POST")]
    [InlineData("GET", "/odd", "AAA, HEAD, ZZZ")]
    [InlineData("GET", "/items/1", "PATCH, PUT")]
    public void The_methods_that_a_path_has_are_listed_sorted(string method, string target, string allow)
    {
        var mux = Mux();
        for (var round = 0; round < 2; round++)
        {
            var writer = Serve(mux, method, target);
            Assert.Equal((405, allow, "Method Not Allowed\n"), (writer.StatusCode, writer.Header["Allow"], writer.Body));
            Assert.Equal("text/plain; charset=utf-8", writer.Header["Content-Type"]);
        }
    }

    [Fact]
    public void Nothing_is_listed_for_a_path_that_no_pattern_has()
    {
        var writer = Serve(Mux(), "GET", "/none");
        Assert.Equal((404, null), (writer.StatusCode, writer.Header["Allow"]));
    }

    [Fact]
    public void Another_handler_may_answer_and_finds_the_field_set()
    {
        var mux = Mux();
        mux.MethodNotAllowed = Handler.From((HandlerFunc)((w, r) =>
        {
            w.WriteHeader(405);
            w.Write(w.Header["Allow"] + " and not " + r.Method);
        }));
        Assert.Equal("PATCH, PUT and not POST", Serve(mux, "POST", "/items/1").Body);
        mux.MethodNotAllowed = null;
        Assert.Equal("Method Not Allowed\n", Serve(mux, "POST", "/items/1").Body);
    }

    [Fact]
    public void Get_serves_head_unless_a_head_pattern_does()
    {
        var mux = Mux();
        Assert.Equal("GET /a", Pattern(mux, "HEAD", "/a"));
        mux.Handle("HEAD /a", MuxAnswer.Ok);
        Assert.Equal(("HEAD /a", "GET /a"), (Pattern(mux, "HEAD", "/a"), Pattern(mux, "GET", "/a")));
    }

    private static ServeMux Mux()
    {
        var mux = new ServeMux();
        foreach (
            var pattern in new[]
                { "GET /a", "DELETE /a", "POST /a/", "GET /a/b", "POST /t/", "ZZZ /odd", "HEAD /odd", "AAA /odd", "PUT /items/{id}",
                    "PATCH /items/{id}" })
            mux.Handle(pattern, MuxAnswer.Ok);
        return mux;
    }

    private static string Pattern(ServeMux mux, string method, string target) =>
        MuxAnswer.Of(mux, ServedRequest.Make(method, target)).Pattern;

    private static RecordingWriter Serve(ServeMux mux, string method, string target)
    {
        var writer = new RecordingWriter();
        Assert.True(mux.ServeHttpAsync(writer, ServedRequest.Make(method, target)).IsCompletedSuccessfully);
        return writer;
    }
}
