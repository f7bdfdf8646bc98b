using RouteGen;

namespace Runtime.Tests.Handling;

public sealed class AnswersTests
{
    [Fact]
    public void An_error_is_a_line_of_plain_text_that_is_not_sniffed()
    {
        var answer = Served.By(Handler.From((w, _) => Http.Error(w, "<no> é", 418)), "GET", "/");
        Assert.Equal((418, "<no> é\n"), (answer.StatusCode, answer.BodyText));
        Assert.Equal("Content-Type: text/plain; charset=utf-8\nX-Content-Type-Options: nosniff", answer.Fields());
    }

    [Fact]
    public void An_error_drops_the_length_of_the_answer_that_did_not_come_about()
    {
        var answer = Served.By(Handler.From((w, _) => Http.Error(w, "longer than declared", 500)), "GET", "/", header =>
        {
            header.Set("Content-Length", "3");
            header.Set("Content-Type", "image/png");
            header.Set("X-Own", "kept");
        });
        Assert.Equal("X-Own: kept\nContent-Type: text/plain; charset=utf-8\nX-Content-Type-Options: nosniff", answer.Fields());
    }

    [Fact]
    public void Not_found_is_what_a_mux_answers()
    {
        var expected = Served.By(new ServeMux(), "GET", "/none");
        foreach (var handler in new[] { Http.NotFoundHandler(), Handler.From(Http.NotFound) })
        {
            var answer = Served.By(handler, "GET", "/none", header => header.Set("Content-Length", "5"));
            Assert.Equal((404, "404 page not found\n"), (answer.StatusCode, answer.BodyText));
            Assert.Equal((expected.Fields(), expected.BodyText), (answer.Fields(), answer.BodyText));
        }
    }

    [Fact]
    public void A_mux_answers_what_nothing_matches_with_the_handler_it_was_given()
    {
        var mux = new ServeMux();
        mux.HandleFunc("/there", (w, _) => w.Write("there"));
        Assert.Null(mux.NotFound);
        mux.NotFound = Handler.From((w, r) => Http.Error(w, $"nothing at {r.Path}", 410));
        foreach (
            var (
                method, target, code) in new[]
                    { ("GET", "/none", 410), ("GET", "/%6eone", 410), ("GET", "/there", 200), ("CONNECT", "example.com:1", 410),
                        ("GET", "/a/../none", 301) })
            Assert.Equal((target, code), (target, Served.By(mux, method, target).StatusCode));
        Assert.Equal("nothing at /none\n", Served.By(mux, "GET", "/none").BodyText);

        mux.NotFound = null;
        Assert.Equal(404, Served.By(mux, "GET", "/none").StatusCode);
    }
}
