using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace Vectors.Tests;

/// <summary>Every case twice: by the parser alone, and by a server over loopback.</summary>
public sealed class RequestParseTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int HeadBytesDefault = 1 << 20;

    // One server for each limit that the cases ask for.
    private readonly Dictionary<int, ServedConnection> _servers = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var server in _servers.Values) await server.DisposeAsync();
    }

    [Fact]
    public void Request_parse() => VectorRun.Run("request_parse", output, (run, vector) =>
        run.Check(vector.Name, vector.Input, vector.Expect, expect => Compare(vector, expect)));

    private string? Compare(VectorCase vector, JsonObject expect)
    {
        var input = VectorCase.Bytes(vector.Input, "raw_b64");
        var headBytesMax = (int?)vector.Input["max_header_bytes"] ?? HeadBytesDefault;
        if (ParsedConnection.Run(input, headBytesMax).Compare(expect, vector.RejectingAllowed) is { } parsed) return "parsed: " + parsed;
        if (!_servers.TryGetValue(headBytesMax, out var server)) _servers[headBytesMax] = server = new ServedConnection(headBytesMax);
        // Waiting on a thread of the pool: the runner's own must not be needed for the answer.
        var served = Task.Run(() => server.RunAsync(input)).GetAwaiter().GetResult();
        return served.Compare(expect, vector.RejectingAllowed) is { } problem ? "served: " + problem : null;
    }
}
