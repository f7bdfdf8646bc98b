using RouteGen;

namespace Items.Tests;

/// <summary>
/// The whole service, as the program puts it together: the default mux, with the library's routes, and the items below <c>/v1/</c>.
/// </summary>
public sealed class ServiceTests
{
    [Fact]
    public async Task The_default_mux_serves_the_index_the_routes_of_the_library_and_the_items()
    {
        // The first look at the program registers its table.
        Assert.NotNull(Site.Items);
        await using var server = TestServer.Start();

        Assert.StartsWith("Items: ", await GetAsync(server, "/"), StringComparison.Ordinal);
        Assert.Equal("ok\n", await GetAsync(server, "/livez"));
        Assert.Equal("ready\n", await GetAsync(server, "/readyz"));
        Assert.Equal("[]", await GetAsync(server, "/v1/items"));
        Assert.Equal("404 page not found\n", await GetAsync(server, "/elsewhere"));
        Assert.Equal("404 page not found\n", await GetAsync(server, "/v1/elsewhere"));

        using var created = await server.Client.PostAsync(server.Url + "/v1/items", "application/json", Body.From("""{"name":"saw"}"""));
        Assert.Equal(server.Url + "/v1/items/1", created.Location()!.ToString());
        Assert.Equal("""{"id":1,"name":"saw","category":""}""", await GetAsync(server, "/v1/items/1"));
    }

    private static async Task<string> GetAsync(TestServer server, string path)
    {
        using var response = await server.Client.GetAsync(server.Url + path);
        return await response.Body.ReadAllTextAsync();
    }
}
