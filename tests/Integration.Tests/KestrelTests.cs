using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Body = RouteGen.Body;
using Request = RouteGen.Request;
using Transport = RouteGen.Transport;

namespace Integration.Tests;

/// <summary>Our client against Kestrel.</summary>
public sealed class KestrelTests : IAsyncLifetime
{
    private readonly WebApplication _app;
    private readonly Transport _transport = new();
    private string _url = "";

    public KestrelTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapGet("/hello", static () => "hello");
        _app.MapPost("/echo", static async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            await context.Response.Body.WriteAsync(body.ToArray());
        });
    }

    public async Task InitializeAsync()
    {
        await _app.StartAsync();
        _url = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/";
    }

    public async Task DisposeAsync()
    {
        _transport.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task Requests_one_after_the_other_share_a_connection()
    {
        for (var round = 0; round < 100; round++)
        {
            using var response = await _transport.RoundTripAsync(new Request("GET", _url + "hello"));
            Assert.Equal("hello", await response.Body.ReadAllTextAsync());
        }

        Assert.Equal(1, _transport.Pool.Counts.Conns);
    }

    [Fact]
    public async Task Bodies_are_echoed()
    {
        var bytes = new byte[1_000_000];
        new Random(1).NextBytes(bytes);
        foreach (var body in (Body[])[bytes, Body.From(new MemoryStream(bytes)), Body.From(new MemoryStream(bytes), bytes.Length)])
        {
            using var response = await _transport.RoundTripAsync(new Request("POST", _url + "echo", body));
            Assert.Equal(bytes, await response.Body.ReadAllBytesAsync());
        }
    }
}
