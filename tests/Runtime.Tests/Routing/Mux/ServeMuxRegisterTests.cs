using RouteGen.Routing;

namespace RouteGen.Tests.Routing;

public sealed class ServeMuxRegisterTests
{
    [Fact]
    public void A_duplicate_throws_and_names_both_places()
    {
        var mux = new ServeMux(new LinearTable([MuxAnswer.Entry("/compiled", "Program.cs:8"), MuxAnswer.Entry("/bare")]));
        mux.Handle("/x", MuxAnswer.Ok, "/src/app/First.cs", 3);
        mux.HandleFunc("h/x", static (w, _) => w.WriteHeader(200), @"C:\src\Second.cs", 5);

        AssertDuplicate(() => mux.Handle("/x", MuxAnswer.Ok, "Third.cs", 7), "\"/x\"", "First.cs:3 and at Third.cs:7");
        AssertDuplicate(() => mux.HandleFunc("h/x", Async, "Third.cs", 9), "\"h/x\"", "Second.cs:5 and at Third.cs:9");
        AssertDuplicate(() => mux.Handle("/compiled", MuxAnswer.Ok), "at Program.cs:8 and at ServeMuxRegisterTests.cs:");
        AssertDuplicate(() => mux.Handle("/bare", MuxAnswer.Ok, "", 0), "at an unknown location and at an unknown location");
        Assert.Equal("/x", MuxAnswer.Of(mux, ServedRequest.Make("GET", "/x", "other")).Pattern);
    }

    [Theory]
    [InlineData("/p/*")]
    [InlineData("/p/:id")]
    [InlineData("/p?x=1")]
    [InlineData("get /p")]
    [InlineData("~/p")]
    [InlineData("localhost:8080/p")]
    [InlineData(":8080/p")]
    [InlineData("*.example.com/p")]
    [InlineData("GET|POST /p")]
    [InlineData("ANY /p")]
    [InlineData("* /p")]
    [InlineData("/p/%7Bid%7D")]
    public void What_was_probably_meant_otherwise_is_registered_and_logged_once_when_a_server_starts(string pattern)
    {
        var mux = new ServeMux();
        mux.Handle(pattern, MuxAnswer.Ok, "First.cs", 3);
        mux.Handle("/a:b", MuxAnswer.Ok, "First.cs", 4);
        var log = new List<string>();
        for (var round = 0; round < 2; round++)
        {
            var server = new Server { Handler = mux, Addr = "127.0.0.1:0", ErrorLog = log.Add };
            server.Start();
            server.Close();
        }

        Assert.Contains(
            $"The pattern \"{pattern}\" (at First.cs:3) probably does not match what was intended: ", Assert.Single(log),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_conflict_throws_and_shows_a_request_and_leaves_the_mux_as_it_was()
    {
        var mux = new ServeMux(new LinearTable([MuxAnswer.Entry("GET /{id}", "Program.cs:8"), MuxAnswer.Entry("/a/{x}", "Program.cs:9")]));
        mux.Handle("/a/{$}", MuxAnswer.Ok, "First.cs", 3);
        AssertDuplicate(
            () => mux.Handle("/all", MuxAnswer.Ok, "Second.cs", 4), "\"/all\" (at Second.cs:4)", "\"GET /{id}\" (at Program.cs:8)",
            "both match GET /all,");
        AssertDuplicate(
            () => mux.Handle("/a/{y}", MuxAnswer.Ok, "Second.cs", 5), "\"/a/{y}\" (at Second.cs:5)", "\"/a/{x}\" (at Program.cs:9)");
        mux.Handle("/a/", MuxAnswer.Ok, "Third.cs", 6);
        AssertDuplicate(
            () => mux.Handle("/a/{x}/", MuxAnswer.Ok, "Fourth.cs", 7), "With \"/a/{x}/\" (at Fourth.cs:7)", "\"/a/\" (at Third.cs:6)",
            "GET /a/");

        Assert.Equal("/a/", MuxAnswer.Of(mux, ServedRequest.Make("GET", "/a/1/2")).Pattern);
        Assert.Equal("GET /{id}", MuxAnswer.Of(mux, ServedRequest.Make("GET", "/all")).Pattern);
        Assert.Equal(405, MuxAnswer.Of(mux, ServedRequest.Make("PUT", "/all")).Status);
        mux.Handle("GET /a/{x}/y", MuxAnswer.Ok);
    }

    [Fact]
    public void What_is_missing_or_invalid_throws_and_says_how()
    {
        var mux = new ServeMux();
        Assert.Throws<ArgumentNullException>(() => mux.Handle("/", null!));
        Assert.Throws<ArgumentNullException>(() => mux.HandleFunc("/", (HandlerFunc)null!));
        Assert.Throws<ArgumentNullException>(() => mux.HandleFunc("/", (AsyncHandlerFunc)null!));
        Assert.Throws<ArgumentNullException>(() => mux.Handle(null!, MuxAnswer.Ok));
        Assert.Throws<ArgumentNullException>(() => mux.Handler(null!));
        var error = Assert.Throws<ArgumentException>(() => mux.Handle("/a//b", MuxAnswer.Ok));
        Assert.Contains("\"/a//b\"", error.Message, StringComparison.Ordinal);
        Assert.Contains("not clean", error.Message, StringComparison.Ordinal);
        Assert.Equal(404, MuxAnswer.Of(mux, ServedRequest.Make("GET", "/")).Status);
    }

    [Fact]
    public void Every_kind_of_handler_serves()
    {
        var mux = new ServeMux();
        mux.HandleFunc("/sync", (w, r) => w.Write(r.Pattern));
        mux.HandleFunc("/async", async (w, r) =>
        {
            await Task.CompletedTask;
            w.Write(r.Pattern);
        });
        mux.Handle("/nested/", mux);
        foreach (var path in new[] { "/sync", "/async" })
        {
            var writer = new RecordingWriter();
            Assert.True(mux.ServeHttpAsync(writer, ServedRequest.Make("GET", path)).IsCompletedSuccessfully);
            Assert.Equal(path, writer.Body);
        }
    }

    [Fact]
    public void Two_generated_tables_throw_and_name_both_assemblies()
    {
        // The one test that touches the default mux.
        var first = new LinearTable([MuxAnswer.Entry("/generated", "Program.cs:1")], "First.App");
        ServeMux.Default.Handle("/early", MuxAnswer.Ok, "Early.cs", 1);
        var taken = new LinearTable([MuxAnswer.Entry("/early", "Program.cs:2")], "Taken.App");
        AssertDuplicate(() => ServeMux.UseGeneratedTable(taken), "\"/early\"", "Program.cs:2 and at Early.cs:1");
        ServeMux.UseGeneratedTable(first);
        AssertDuplicate(() => ServeMux.UseGeneratedTable(new LinearTable([], "Second.App")), "First.App", "Second.App");
        Assert.Equal("/generated", MuxAnswer.Of(Http.DefaultServeMux, ServedRequest.Make("GET", "/generated")).Pattern);
        Assert.Equal("/early", MuxAnswer.Of(Http.DefaultServeMux, ServedRequest.Make("GET", "/early")).Pattern);
        AssertDuplicate(() => ServeMux.Default.Handle("/generated", MuxAnswer.Ok), "Program.cs:1");
    }

    [Fact]
    public async Task Registration_while_serving_from_several_threads_loses_nothing()
    {
        const int PatternCount = 400;
        var mux = new ServeMux(new LinearTable([MuxAnswer.Entry("/")]));
        var registered = new int[2];
        var servers = Enumerable.Range(0, 3).Select(server => Task.Run(() =>
        {
            var random = new Random(server);
            while (Volatile.Read(ref registered[0]) + Volatile.Read(ref registered[1]) < 2 * PatternCount)
            {
                var side = random.Next(2);
                var known = Volatile.Read(ref registered[side]);
                var number = random.Next(PatternCount);
                // Asked once: a second question may come after the registration that the first came before.
                var (_, pattern) = mux.Handler(ServedRequest.Make("GET", $"/{side}/{number}/x"));
                // What was there before the request began is found; what was not may be.
                if (number < known || pattern != "/") Assert.Equal($"/{side}/{number}/", pattern);
            }
        })).ToArray();
        var writers = Enumerable.Range(0, 2).Select(side => Task.Run(() =>
        {
            for (var number = 0; number < PatternCount; number++)
            {
                mux.Handle($"/{side}/{number}/", MuxAnswer.Ok);
                Volatile.Write(ref registered[side], number + 1);
            }
        })).ToArray();
        await Task.WhenAll([.. servers, .. writers]).WaitAsync(TimeSpan.FromMinutes(3));
        for (var number = 0; number < PatternCount; number++)
            Assert.Equal($"/1/{number}/", MuxAnswer.Of(mux, ServedRequest.Make("GET", $"/1/{number}/")).Pattern);
    }

    private static Task Async(ResponseWriter w, Request r) => Task.CompletedTask;

    private static void AssertDuplicate(Action register, params string[] parts)
    {
        var error = Assert.Throws<InvalidOperationException>(register);
        Assert.All(parts, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }
}
