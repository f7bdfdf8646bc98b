using RouteGen;

namespace Runtime.Tests.Routing;

/// <summary>A lambda that returns a task is awaited, whichever task it returns, and is never taken for one that returns nothing.</summary>
public class HandlerLambdaTests
{
    private static async ValueTask LaterAsync(ResponseWriter w)
    {
        await Task.Delay(20);
        w.Write("later");
    }

    private static async Task<int> LaterWithResultAsync(ResponseWriter w)
    {
        await LaterAsync(w);
        return 1;
    }

    private static ValueTask OfMethodAsync(ResponseWriter w, Request r) => LaterAsync(w);

    private static void Fill(ServeMux mux)
    {
        mux.HandleFunc("/value-task", (w, _) => LaterAsync(w));
        mux.HandleFunc("/value-task-block", (w, _) => { return LaterAsync(w); });
        mux.HandleFunc("/value-task-method", OfMethodAsync);
        mux.HandleFunc("/task", (w, _) => LaterAsync(w).AsTask());
        mux.HandleFunc("/task-of-result", (w, _) => LaterWithResultAsync(w));
        mux.HandleFunc("/async", async (w, _) => await LaterAsync(w));
        mux.HandleFunc("/handler", (w, r) => Handler.From(OfMethodAsync).ServeHttpAsync(w, r));
        mux.HandleFunc("/nothing", (w, _) => w.Write("later"));
        mux.Handle("/from", Handler.From((w, _) => LaterAsync(w)));
    }

    [Theory]
    [InlineData("/value-task")]
    [InlineData("/value-task-block")]
    [InlineData("/value-task-method")]
    [InlineData("/task")]
    [InlineData("/task-of-result")]
    [InlineData("/async")]
    [InlineData("/handler")]
    [InlineData("/nothing")]
    [InlineData("/from")]
    public async Task The_task_of_a_lambda_is_awaited(string path)
    {
        var mux = new ServeMux();
        Fill(mux);
        var recorder = new ResponseRecorder();
        await mux.ServeHttpAsync(recorder, TestRequest.New("GET", path));
        Assert.Equal("later", recorder.BodyText);
    }

    [Fact]
    public async Task A_lambda_that_only_throws_fails_its_request()
    {
        var mux = new ServeMux();
        mux.HandleFunc("/", (_, _) => throw new NotSupportedException());
        await Assert.ThrowsAsync<NotSupportedException>(
            async () => await mux.ServeHttpAsync(new ResponseRecorder(), TestRequest.New("GET", "/")));
    }

    [Fact]
    public async Task A_test_server_awaits_it_too()
    {
        await using var server = TestServer.Start((w, _) => LaterAsync(w));
        using var response = await Http.GetAsync(server.Url);
        Assert.Equal("later", await response.Body.ReadAllTextAsync(100));
    }
}
