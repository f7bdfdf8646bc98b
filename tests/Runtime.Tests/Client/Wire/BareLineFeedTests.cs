using RouteGen.IO;

namespace RouteGen.Tests.Client;

/// <summary>Lines of a response's head that end in LF alone: read, as other clients do, at the price of the connection.</summary>
public class BareLineFeedTests
{
    public static TheoryData<string, string> Heads()
    {
        var data = new TheoryData<string, string>();
        foreach (var backend in SilentInputTests.Backends())
        {
            data.Add(backend, "HTTP/1.1 200 OK\nContent-Length: 2\n\nok");
            data.Add(backend, "HTTP/1.1 200 OK\r\nContent-Length: 2\nX: y\r\n\r\nok");
            data.Add(backend, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\n2\r\nok\r\n0\r\n\r\n");
            data.Add(backend, "HTTP/1.1 103 Early Hints\n\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        }

        return data;
    }

    public static TheoryData<string, string> Bodies()
    {
        var data = new TheoryData<string, string>();
        foreach (var backend in SilentInputTests.Backends())
        {
            data.Add(backend, "2\nok\r\n0\r\n\r\n");
            data.Add(backend, "2\r\nok\n0\r\n\r\n");
            data.Add(backend, "2\r\nok\r\n0\n\r\n");
            data.Add(backend, "2\r\nok\r\n0\r\nA: b\n\r\n");
            data.Add(backend, "2\r\nok\r\n0\r\n\n");
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Heads))]
    public async Task Head_with_lines_that_end_in_LF_is_read_and_its_connection_not_used_again(string backend, string text)
    {
        await using var server = RawServer.Answering((_, _) => text);
        using var transport = new Transport { Backend = IoBackends.Choose(backend, OperatingSystem.IsLinux()) };
        for (var round = 1; round <= 3; round++)
        {
            using var response = await transport.RoundTripAsync(new Request("GET", server.Url)).AsTask().WaitAsync(Wait.Limit);
            Assert.Equal("ok", await response.Body.ReadAllTextAsync());
            Assert.Equal(round, server.Opened);
        }

        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Chunks_and_trailers_with_lines_that_end_in_LF_are_refused(string backend, string body)
    {
        await using var server = RawServer.Answering((_, _) => "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body);
        using var transport = new Transport { Backend = IoBackends.Choose(backend, OperatingSystem.IsLinux()) };
        using var response = await transport.RoundTripAsync(new Request("GET", server.Url)).AsTask().WaitAsync(Wait.Limit);
        await Assert.ThrowsAsync<ProtocolException>(() => response.Body.ReadAllTextAsync().AsTask().WaitAsync(Wait.Limit));
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Theory]
    [InlineData("HTTP/5.6")]
    [InlineData("HTTP/2.0")]
    [InlineData("HTTP/0.9")]
    public async Task Response_of_another_major_version_is_refused(string version)
    {
        await using var server = RawServer.Answering((_, _) => version + " 200 OK\r\nContent-Length: 2\r\n\r\nok");
        using var transport = new Transport();
        var error = await Assert.ThrowsAsync<ProtocolException>(
            () => transport.RoundTripAsync(new Request("GET", server.Url)).AsTask().WaitAsync(Wait.Limit));
        Assert.Equal(RejectReason.UnsupportedVersion, error.Reason);
        await Wait.UntilNothingIsLeftAsync(transport);
    }
}
