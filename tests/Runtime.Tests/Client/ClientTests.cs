namespace RouteGen.Tests.Client;

public class ClientTests
{
    private sealed class Answering(Func<Request, CancellationToken, ValueTask<Response>> answer) : IRoundTripper
    {
        public ValueTask<Response> RoundTripAsync(Request request, CancellationToken cancellationToken) =>
            answer(request, cancellationToken);
    }

    [Fact]
    public async Task Requests_are_what_the_methods_say()
    {
        Request? seen = null;
        var client = new RouteGen.Client
        {
            Transport = new Answering((request, _) =>
            {
                seen = request;
                return new(new Response { StatusCode = 302 });
            }),
        };
        using (var response = await client.PostAsync("http://a.test/x", "text/plain", "hello")) Assert.Equal(302, response.StatusCode);
        Assert.Equal(
            ("POST", "http://a.test/x", "text/plain", 5L),
            (seen!.Method, seen.Url.ToString(), seen.Header.Get("Content-Type"), seen.ContentLength));
        using (await client.PostAsync("http://a.test/x", "", null)) Assert.False(seen.Header.Has("Content-Type"));
        using (await client.GetAsync("http://a.test/")) Assert.Equal("GET", seen.Method);
        using (await client.HeadAsync("http://a.test/")) Assert.Equal("HEAD", seen.Method);
        await Assert.ThrowsAsync<FormatException>(() => client.GetAsync("http://a b/").AsTask());
    }

    [Fact]
    public async Task A_limit_holds_for_any_round_tripper_and_is_no_cancellation()
    {
        var client = new RouteGen.Client
        {
            Timeout = TimeSpan.FromMilliseconds(1),
            Transport = new Answering(static async (_, token) =>
            {
                await Task.Delay(Timeout.Infinite, token);
                return new Response();
            }),
        };
        var error = await Assert.ThrowsAsync<TransportException>(() => client.GetAsync("http://a.test/").AsTask().WaitAsync(Wait.Limit));
        Assert.True(error.IsTimeout);
        using var source = new CancellationTokenSource();
        var patient = new RouteGen.Client { Timeout = TimeSpan.Zero, Transport = client.Transport };
        var call = patient.GetAsync("http://a.test/", source.Token).AsTask();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(Wait.Limit));
    }

    [Fact]
    public async Task A_limit_holds_for_the_body_of_any_round_tripper()
    {
        var body = new GatedBody();
        var client = new RouteGen.Client
        {
            Timeout = TimeSpan.FromMilliseconds(50),
            Transport = new Answering((_, _) => new(new Response { StatusCode = 200, Body = body })),
        };
        using var response = await client.GetAsync("http://a.test/");
        var error = await Assert.ThrowsAsync<TransportException>(() => response.Body.ReadAsync(new byte[1]).AsTask().WaitAsync(Wait.Limit));
        Assert.True(error.IsTimeout);
        response.Dispose();
        Assert.True(body.IsDisposed);
    }

    [Fact]
    public void The_default_client_has_one_transport()
    {
        Assert.Same(Http.DefaultClient, Http.DefaultClient);
        Assert.Null(Http.DefaultClient.Transport);
    }
}
