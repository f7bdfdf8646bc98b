using System.IO.Compression;
using System.Net;
using System.Text;

namespace RouteGen.Tests.Client;

/// <summary>Transparent decompression (BEHAVIOUR C13).</summary>
public class DecompressTests
{
    private const string Text = "the content, the content, the content";

    private static string Packed(string coding)
    {
        using var target = new MemoryStream();
        using (Stream stream = coding switch
        {
            "gzip" => new GZipStream(target, CompressionLevel.Optimal),
            "deflate" => new ZLibStream(target, CompressionLevel.Optimal),
            _ => new BrotliStream(target, CompressionLevel.Optimal),
        }) stream.Write(Encoding.UTF8.GetBytes(Text));
        return Encoding.Latin1.GetString(target.ToArray());
    }

    private static string Answer(string coding, string body, bool isChunked = false) => isChunked
        ? $"HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\nTransfer-Encoding: chunked\r\n\r\n{body.Length:x}\r\n{body}\r\n0\r\n\r\n"
        : $"HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\nContent-Length: {body.Length}\r\n\r\n{body}";

    private static async Task<Response> GetAsync(
        Transport transport, string url, string method = "GET", string? field = null, string value = "")
    {
        var request = new Request(method, url);
        if (field is not null) request.Header.Set(field, value);
        return await transport.RoundTripAsync(request).AsTask().WaitAsync(Wait.Limit);
    }

    [Theory]
    [InlineData("gzip", false)]
    [InlineData("GZIP", false)]
    [InlineData("gzip", true)]
    public async Task What_the_transport_asked_for_is_decoded_and_its_fields_vanish(string coding, bool isChunked)
    {
        await using var server = RawServer.Answering((_, request) =>
        {
            Assert.Contains("\r\nAccept-Encoding: gzip\r\n", request, StringComparison.Ordinal);
            return Answer(coding, Packed("gzip"), isChunked);
        });
        using var transport = new Transport();
        for (var round = 0; round < 3; round++)
        {
            using var response = await GetAsync(transport, server.Url);
            Assert.Equal(
                (true, -1, "", ""),
                (response.Uncompressed, response.ContentLength, response.Header.Get("Content-Encoding"),
                    response.Header.Get("Content-Length")));
            Assert.Equal(Text, await response.Body.ReadAllTextAsync());
        }

        Assert.Equal(1, server.Opened);
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Theory]
    [InlineData("GET", "Accept-Encoding", "gzip")]
    [InlineData("GET", "Range", "bytes=0-")]
    public async Task What_the_user_asked_for_is_left_as_it_is(string method, string field, string value)
    {
        await using var server = RawServer.Answering((_, _) => Answer("gzip", Packed("gzip")));
        using var transport = new Transport();
        using var response = await GetAsync(transport, server.Url, method, field, value);
        Assert.Equal((false, "gzip"), (response.Uncompressed, response.Header.Get("Content-Encoding")));
        Assert.Equal(Packed("gzip"), Encoding.Latin1.GetString(await response.Body.ReadAllBytesAsync()));
    }

    [Fact]
    public async Task Head_and_a_transport_without_compression_do_not_ask()
    {
        await using var server = RawServer.Answering((_, request) =>
        {
            Assert.DoesNotContain("Accept-Encoding", request, StringComparison.Ordinal);
            return "HTTP/1.1 204 No Content\r\n\r\n";
        });
        using var transport = new Transport();
        using (await GetAsync(transport, server.Url, "HEAD"))
        {
        }

        using var plain = new Transport { DisableCompression = true };
        using (await GetAsync(plain, server.Url))
        {
        }

        using var nothing = new Transport { AutomaticDecompression = DecompressionMethods.None };
        using (await GetAsync(nothing, server.Url))
        {
        }
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task Other_codings_are_decoded_when_they_are_asked_for(string coding)
    {
        await using var server = RawServer.Answering((_, request) =>
        {
            Assert.Contains("\r\nAccept-Encoding: gzip, deflate, br\r\n", request, StringComparison.Ordinal);
            return Answer(coding, Packed(coding));
        });
        using var transport = new Transport { AutomaticDecompression = DecompressionMethods.All };
        for (var round = 0; round < 2; round++)
        {
            using var response = await GetAsync(transport, server.Url);
            Assert.Equal(Text, await response.Body.ReadAllTextAsync());
        }

        Assert.Equal(1, server.Opened);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task Content_that_ends_too_early_is_an_error(string coding)
    {
        await using var server = RawServer.Answering((_, _) => Answer(coding, Packed(coding)[..^2]));
        using var transport = new Transport { AutomaticDecompression = DecompressionMethods.All };
        using var response = await GetAsync(transport, server.Url);
        var error = await Assert.ThrowsAsync<TransportException>(() => response.Body.ReadAllTextAsync().AsTask());
        Assert.Equal(TransportError.UnexpectedEof, error.Error);
        // Not the end of the content, which a caller that reads on would take it for.
        error = await Assert.ThrowsAsync<TransportException>(() => response.Body.ReadAsync(new byte[100]).AsTask());
        Assert.Equal(TransportError.UnexpectedEof, error.Error);
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task Damaged_content_is_an_error_and_costs_the_connection(string coding)
    {
        await using var server = RawServer.Answering(
            (_, _) => Answer(coding, "\u00ff\u00ff\u00ffthis was never packed" + new string('x', 20_000)));
        using var transport = new Transport { AutomaticDecompression = DecompressionMethods.All };
        using var response = await GetAsync(transport, server.Url);
        var error = await Assert.ThrowsAsync<ProtocolException>(() => response.Body.ReadAllTextAsync().AsTask());
        Assert.Equal(RejectReason.MalformedContentCoding, error.Reason);
        await Wait.UntilAsync(() => transport.Pool.Counts == (0, 0, 0), "the connection is gone");
    }

    [Fact]
    public async Task How_far_a_body_blows_up_is_the_readers_bound()
    {
        using var target = new MemoryStream();
        using (var stream = new GZipStream(target, CompressionLevel.SmallestSize)) stream.Write(new byte[20_000_000]);
        var bomb = Encoding.Latin1.GetString(target.ToArray());
        await using var server = RawServer.Answering((_, _) => Answer("gzip", bomb));
        using var transport = new Transport();
        using (var response = await GetAsync(transport, server.Url))
            await Assert.ThrowsAsync<InvalidDataException>(() => response.Body.ReadAllBytesAsync(bytesMax: 1_000_000).AsTask());
        await Wait.UntilNothingIsLeftAsync(transport);
    }

    [Fact]
    public async Task A_body_can_be_read_synchronously_too()
    {
        await using var server = RawServer.Answering((_, _) => Answer("gzip", Packed("gzip")));
        using var transport = new Transport();
        using var response = await GetAsync(transport, server.Url);
        using var reader = new StreamReader(response.Body);
        Assert.Equal(Text, await Task.Run(reader.ReadToEnd));
    }
}
