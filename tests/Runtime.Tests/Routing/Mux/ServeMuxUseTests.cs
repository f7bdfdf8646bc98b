namespace RouteGen.Tests.Routing;

public sealed class ServeMuxUseTests
{
    [Fact]
    public void The_first_that_was_added_is_the_outermost_and_each_is_made_once()
    {
        var (mux, made) = (new ServeMux(), 0);
        mux.HandleFunc("/x", static (w, _) => w.Write("x"));
        foreach (var name in new[] { "a", "b", "c" })
        {
            mux.Use(next =>
            {
                made++;
                return new Mark(name, next);
            });
        }

        Assert.Equal(3, made);
        Assert.Equal("a(b(c(x)))/x", Serve(mux, "/x"));
        Assert.Equal("a(b(c(404 page not found\n)))", Serve(mux, "/none"));
    }

    [Fact]
    public void What_makes_nothing_is_refused_and_leaves_the_mux_as_it_was()
    {
        var mux = new ServeMux();
        mux.HandleFunc("/x", static (w, _) => w.Write("x"));
        Assert.Throws<ArgumentNullException>(() => mux.Use(null!));
        Assert.Throws<ArgumentNullException>(() => mux.Use(static _ => null!));
        Assert.Equal("x/x", Serve(mux, "/x"));
    }

    private static string Serve(ServeMux mux, string target)
    {
        var writer = new RecordingWriter();
        var request = ServedRequest.Make("GET", target);
        Assert.True(mux.ServeHttpAsync(writer, request).IsCompletedSuccessfully);
        return writer.Body + request.Pattern;
    }

    private sealed class Mark(string name, IHandler next) : IHandler
    {
        public async ValueTask ServeHttpAsync(ResponseWriter w, Request r)
        {
            w.Write(name + "(");
            await next.ServeHttpAsync(w, r);
            w.Write(")");
        }
    }
}
