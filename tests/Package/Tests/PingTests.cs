using RouteGen;

public class PingTests
{
    [Fact]
    public void A_handler_by_itself()
    {
        var answer = new ResponseRecorder();
        // No socket: recorder and request keep the server's rules.
        Handlers.Ping(answer, TestRequest.New("GET", "/ping", ("Accept", "text/plain")));
        Assert.Equal("pong", answer.BodyText);
    }

    [Fact]
    public async Task The_service_over_loopback()
    {
        await using var server = TestServer.Start(Http.DefaultServeMux);                   // the service's table
        using var response = await server.Client.GetAsync(server.Url + "/ping");
        Assert.Equal("pong", await response.Body.ReadAllTextAsync());
    }

    [Fact]
    public async Task A_route_of_a_library_of_the_service()
    {
        await using var server = TestServer.Start(Http.DefaultServeMux);
        using var response = await server.Client.GetAsync(server.Url + "/shelf/pang");
        Assert.Equal("pang", await response.Body.ReadAllTextAsync());
    }

    [Fact]
    public async Task A_line_of_the_tests_stands_beside_the_service_s_routes()
    {
        Http.HandleFunc("/only/here", (w, r) => w.Write("here"u8));
        await using var server = TestServer.Start(Http.DefaultServeMux);
        using var response = await server.Client.GetAsync(server.Url + "/only/here");
        Assert.Equal("here", await response.Body.ReadAllTextAsync());
    }
}
