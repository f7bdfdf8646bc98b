// The program that conformance probes are pointed at, in this process: its endpoints on a server with the default limits. It has no special
// cases for malformed requests; what is refused here, every server refuses.
using System.Text;
using ProbeTarget;
using RouteGen;

namespace Runtime.Tests.Serving;

[Collection(ServerCollection.Name)]
public class ProbeTargetTests
{
    private const string Behind = "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";

    private static ServerFixture Start() =>
        new(Handler.From((AsyncHandlerFunc)Endpoints.ServeAsync), new ServerOptions { DisableGeneralOptionsHandler = true });

    [Theory]
    [MemberData(nameof(StrictnessTests.Heads), MemberType = typeof(StrictnessTests))]
    public async Task A_malformed_request_is_refused_and_nothing_behind_it_is_served(string what, string head, int status)
    {
        await using var server = Start();
        var client = server.Connect();
        client.SendWhileTaken(Encoding.Latin1.GetBytes(head + Behind));
        var answer = client.Read();
        Assert.True(answer.Status == status, $"{what}: {answer.Status}");
        Assert.Equal("close", answer["Connection"]);
        client.ExpectEnd();
    }

    [Theory]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n", 204)]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\n\r\n", 200)]
    [InlineData("M-SEARCH * HTTP/1.1\r\nHost: h\r\n\r\n", 405)]
    [InlineData("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: Chunked\r\n\r\n0\r\n\r\n", 200)]
    [InlineData("POST / HTTP/1.1\r\nHost: h\r\nContent-Length:0\r\n\r\n", 200)]
    public async Task A_request_beside_the_malformed_ones_is_served(string request, int status)
    {
        await using var server = Start();
        Assert.Equal(status, server.Ask(request).Status);
    }
}
