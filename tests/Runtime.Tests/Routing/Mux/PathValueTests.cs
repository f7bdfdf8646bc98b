namespace RouteGen.Tests.Routing;

public sealed class PathValueTests
{
    [Theory]
    [InlineData("/items/{id}", "/items/42", "id", "42")]
    [InlineData("/items/{id}", "/items/a%2Fb%20c", "id", "a/b c")]
    [InlineData("/items/{id}", "/items/caf%C3%A9?id=1", "id", "café")]
    [InlineData("/{a}/x/{b}/", "/1/x/2/3/4", "a", "1")]
    [InlineData("/{a}/x/{b}/", "/1/x/2/3/4", "b", "2")]
    [InlineData("/{a}/{rest...}", "/1/2/%2F/4/", "rest", "2///4/")]
    [InlineData("/files/{rest...}", "/files/", "rest", "")]
    [InlineData("/{a}/{$}", "/%7Ba%7D/", "a", "{a}")]
    [InlineData("/{a}", "/1", "A", "")]
    [InlineData("/x/", "/x/1", "", "")]
    public void A_wildcard_stands_for_the_decoded_part_of_the_path(string pattern, string target, string name, string value)
    {
        var request = Route(pattern, ServedRequest.Make("GET", target));
        Assert.Equal((pattern, value), (request.Pattern, request.PathValue(name)));

        // A request that the program made is matched by what it says.
        Assert.Equal(value, Route(pattern, new Request("GET", "http://example.com" + target)).PathValue(name));
    }

    [Fact]
    public void A_value_that_was_set_goes_first_until_a_mux_captures_its_name()
    {
        var request = Route("/{a}/{b}", ServedRequest.Make("GET", "/1/2"));
        request.SetPathValue("a", "set");
        request.SetPathValue("other", "more");
        Assert.Equal(("set", "2", "more"), (request.PathValue("a"), request.PathValue("b"), request.PathValue("other")));

        Route("/{a}/{c}", request);
        Assert.Equal(
            ("1", "", "2", "more"), (request.PathValue("a"), request.PathValue("b"), request.PathValue("c"), request.PathValue("other")));
        Route("/1/2", request);
        Assert.Equal(("", ""), (request.PathValue("a"), request.PathValue("c")));
    }

    [Fact]
    public void A_request_that_has_ended_has_no_values()
    {
        var request = Route("/{a}", ServedRequest.Make("GET", "/1"));
        request.SetPathValue("b", "2");
        request.EndServe();
        Assert.Throws<ObjectDisposedException>(() => request.PathValue("a"));
        Assert.Throws<ObjectDisposedException>(() => request.PathValue("b"));
        Assert.Throws<ObjectDisposedException>(() => request.SetPathValue("a", "3"));
    }

    [Fact]
    public void A_value_stays_when_a_handler_in_front_changes_the_url()
    {
        var request = Route("/api/{version}/", ServedRequest.Make("GET", "/api/v%31/x"));
        request.Url = Url.Parse("/x");
        Assert.Equal("v1", request.PathValue("version"));
        Route("/{x}", request);
        Assert.Equal(("", "x"), (request.PathValue("version"), request.PathValue("x")));
    }

    private static Request Route(string pattern, Request request)
    {
        var mux = new ServeMux();
        mux.Handle(pattern, MuxAnswer.Ok);
        MuxAnswer.Of(mux, request);
        return request;
    }
}
