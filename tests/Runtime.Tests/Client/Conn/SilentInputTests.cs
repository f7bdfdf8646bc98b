using System.IO.Compression;
using System.Net;
using System.Text;
using RouteGen.IO;

namespace RouteGen.Tests.Client;

/// <summary>Peers that send for ever and say nothing: each is bounded in bytes or in count, without a time limit.</summary>
public class SilentInputTests
{
    // How much a peer is let send before the test calls it endless.
    private const int BytesMax = 16 * 1024 * 1024;

    public static TheoryData<string> Backends() => OperatingSystem.IsLinux() ? ["epoll", "sockets"] : ["sockets"];

    public static TheoryData<string, string> Codings()
    {
        var data = new TheoryData<string, string>();
        foreach (var backend in Backends())
            foreach (var coding in (string[])["gzip members", "gzip blocks", "zlib blocks", "deflate blocks", "brotli metadata"])
                data.Add(backend, coding);
        return data;
    }

    // What comes first, and what comes for ever.
    private static (string Coding, byte[] First, byte[] Repeated) Silence(string kind) => kind switch
    {
        "gzip members" => ("gzip", [], [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        "gzip blocks" => ("gzip", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3], [0, 0, 0, 0xFF, 0xFF]),
        "zlib blocks" => ("deflate", [0x78, 0x9C], [0, 0, 0, 0xFF, 0xFF]),
        "deflate blocks" => ("deflate", [], [0, 0, 0, 0xFF, 0xFF]),
        // RFC 7932 section 9.2: a window of 16 bits, then metadata blocks of no bytes (ISLAST 0, MNIBBLES 3, reserved 0, MSKIPBYTES 0),
        // aligned.
        _ => ("br", [0x0C], [0x06]),
    };

    private static Transport TransportOf(string backend) => new()
    {
        Backend = IoBackends.Choose(backend, OperatingSystem.IsLinux()),
        AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate | DecompressionMethods.Brotli,
    };

    // Ends when the client has closed the connection.
    private static async Task RepeatAsync(RawConn conn, byte[] unit)
    {
        var block = Enumerable.Repeat(unit, Math.Max(1, 4000 / unit.Length)).SelectMany(static bytes => bytes).ToArray();
        try
        {
            for (var sent = 0; sent < BytesMax; sent += block.Length) await conn.WriteAsync(Encoding.Latin1.GetString(block));
        }
        catch (IOException)
        {
            return;
        }

        Assert.Fail("the client has read for too long");
    }

    [Theory]
    [MemberData(nameof(Codings))]
    public async Task A_compressed_body_without_content_ends_after_a_bound(string backend, string kind)
    {
        var (coding, first, repeated) = Silence(kind);
        await using var server = new RawServer(async conn =>
        {
            await conn.ReadRequestAsync();
            await conn.WriteAsync(
                $"HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\nConnection: close\r\n\r\n" + Encoding.Latin1.GetString(first));
            await RepeatAsync(conn, repeated);
        });
        using var transport = TransportOf(backend);
        using var response = await transport.RoundTripAsync(new Request("GET", server.Url)).AsTask().WaitAsync(Wait.Limit);
        var error = await Assert.ThrowsAsync<ProtocolException>(() => response.Body.ReadAsync(new byte[1]).AsTask().WaitAsync(Wait.Limit));
        Assert.Equal(RejectReason.SilentContentCoding, error.Reason);
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Fact]
    public async Task A_body_that_is_flushed_often_without_content_is_read()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (var round = 0; round < 3; round++)
            {
                gzip.Write("part"u8);
                gzip.Flush();
            }
        }

        // Empty members before it, fewer than the bound.
        var empty = Silence("gzip members").Repeated;
        var body = Enumerable.Repeat(empty, 1000).SelectMany(static bytes => bytes).Concat(packed.ToArray()).ToArray();
        await using var server = RawServer.Answering((_, _) =>
            $"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {body.Length}\r\n\r\n{Encoding.Latin1.GetString(body)}");
        using var transport = new Transport();
        using var response = await transport.RoundTripAsync(new Request("GET", server.Url)).AsTask().WaitAsync(Wait.Limit);
        Assert.Equal("partpartpart", await response.Body.ReadAllTextAsync());
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public async Task Informational_responses_of_a_proxy_to_a_connect_are_counted(string backend)
    {
        await using var proxy = new RawServer(async conn =>
        {
            await conn.ReadRequestAsync();
            await RepeatAsync(conn, "HTTP/1.1 103 Early Hints\r\n\r\n"u8.ToArray());
        });
        using var transport = new Transport
        {
            Backend = IoBackends.Choose(backend, OperatingSystem.IsLinux()),
            Proxy = _ => Url.Parse($"http://127.0.0.1:{proxy.Port}"),
        };
        var error = await Assert.ThrowsAsync<ProtocolException>(
            () => transport.RoundTripAsync(new Request("GET", "https://a.test/")).AsTask().WaitAsync(Wait.Limit));
        Assert.Equal(RejectReason.TooManyInformationalResponses, error.Reason);
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Theory]
    [InlineData("epoll", 0, 1001)]
    [InlineData("epoll", 1000, 10)]
    [InlineData("sockets", 0, 1001)]
    [InlineData("sockets", 1000, 10)]
    public async Task Informational_responses_that_a_trace_is_told_of_are_counted_and_so_are_their_bytes(
        string backend, int fieldBytes, int toldMax)
    {
        if (backend == "epoll" && !OperatingSystem.IsLinux()) return;
        await using var server = new RawServer(async conn =>
        {
            await conn.ReadRequestAsync();
            await RepeatAsync(conn, Encoding.ASCII.GetBytes($"HTTP/1.1 103 Early Hints\r\nX: {new string('x', fieldBytes)}\r\n\r\n"));
        });
        using var transport = new Transport
        {
            Backend = IoBackends.Choose(backend, OperatingSystem.IsLinux()),
            MaxResponseHeaderBytes = fieldBytes == 0 ? 0 : 10 * fieldBytes,
        };
        var told = 0;
        var request = new Request("GET", server.Url);
        new ClientTrace { Got1xxResponse = (_, _) => told++ }.AddTo(request.Context);
        var error = await Assert.ThrowsAsync<ProtocolException>(() => transport.RoundTripAsync(request).AsTask().WaitAsync(Wait.Limit));
        Assert.Equal(RejectReason.TooManyInformationalResponses, error.Reason);
        Assert.InRange(told, 1, toldMax);
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Theory]
    [InlineData("\r\n", RejectReason.MalformedStatusLine)]
    [InlineData("\n", RejectReason.MalformedStatusLine)]
    public async Task Empty_lines_before_a_response_are_not_skipped(string line, RejectReason reason)
    {
        await using var server = new RawServer(async conn =>
        {
            await conn.ReadRequestAsync();
            await RepeatAsync(conn, Encoding.ASCII.GetBytes(line));
        });
        using var transport = new Transport();
        var error = await Assert.ThrowsAsync<ProtocolException>(
            () => transport.RoundTripAsync(new Request("GET", server.Url)).AsTask().WaitAsync(Wait.Limit));
        Assert.Equal(reason, error.Reason);
    }

    [Fact]
    public async Task Chunk_extensions_that_the_data_does_not_justify_are_refused()
    {
        await using var server = new RawServer(async conn =>
        {
            await conn.ReadRequestAsync();
            await conn.WriteAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            await RepeatAsync(conn, Encoding.ASCII.GetBytes($"1;{new string('a', 40)}\r\nx\r\n"));
        });
        using var transport = new Transport();
        using var response = await transport.RoundTripAsync(new Request("GET", server.Url)).AsTask().WaitAsync(Wait.Limit);
        var error = await Assert.ThrowsAsync<ProtocolException>(() => response.Body.ReadAllTextAsync().AsTask().WaitAsync(Wait.Limit));
        Assert.Equal(RejectReason.ChunkExtensionsTooLong, error.Reason);
    }

    [Fact]
    public async Task Trailers_for_ever_are_refused()
    {
        await using var server = new RawServer(async conn =>
        {
            await conn.ReadRequestAsync();
            await conn.WriteAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n");
            await RepeatAsync(conn, "X: y\r\n"u8.ToArray());
        });
        using var transport = new Transport();
        var asking = AskAsync();
        var error = await Assert.ThrowsAsync<ProtocolException>(() => asking.WaitAsync(Wait.Limit));
        Assert.Equal(RejectReason.TrailerTooLong, error.Reason);

        async Task AskAsync()
        {
            using var response = await transport.RoundTripAsync(new Request("GET", server.Url));
            _ = await response.Body.ReadAllTextAsync();
        }
    }

    [Fact]
    public async Task A_preamble_of_multipart_content_is_bounded()
    {
        var content = new string('x', 70_000) + "\r\n--b\r\n\r\nx\r\n--b--";
        var reader = new MultipartReader(Body.From(content), "b");
        var error = await Assert.ThrowsAnyAsync<Exception>(async () => await reader.NextPartAsync());
        Assert.Contains("64 KiB", error.Message, StringComparison.Ordinal);
    }
}
