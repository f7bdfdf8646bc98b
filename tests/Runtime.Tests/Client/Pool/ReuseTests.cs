namespace RouteGen.Tests.Client;

public class ReuseTests
{
    [Fact]
    public async Task Requests_one_after_the_other_share_a_connection()
    {
        await using var server = RawServer.Answering((conn, _) => RawServer.Ok($"{conn.Number}:{conn.Requests}"));
        using var transport = new Transport();
        var client = new RouteGen.Client { Transport = transport };
        for (var round = 1; round <= 50; round++)
        {
            using var response = await client.GetAsync(server.Url);
            Assert.Equal(200, response.StatusCode);
            Assert.Equal("200 OK", response.Status);
            Assert.Equal($"1:{round}", await response.Body.ReadAllTextAsync());
        }

        Assert.Equal(1, server.Opened);
        await Wait.UntilNothingIsLeftAsync(transport);
    }
}
