using RouteGen;
using RouteGen.Serving;

namespace Runtime.Tests.Serving.Http2;

// Errors of clients: those of a stream leave the connection usable, and those of the connection end it with GOAWAY.
[Collection(ServerCollection.Name)]
public class ProtocolErrorTests
{
    public static TheoryData<string, (string Name, string Value)[]> MalformedHeads => new()
    {
        { "an uppercase name", [.. FrameClient.Start("GET", "/"), ("X-A", "b")] },
        { "connection", [.. FrameClient.Start("GET", "/"), ("connection", "close")] },
        { "transfer-encoding", [.. FrameClient.Start("GET", "/"), ("transfer-encoding", "chunked")] },
        { "te", [.. FrameClient.Start("GET", "/"), ("te", "gzip")] },
        { "an unknown pseudo-field", [.. FrameClient.Start("GET", "/"), (":x", "y")] },
        { "the extended CONNECT, which is not offered", [.. FrameClient.Start("CONNECT", "/"), (":protocol", "websocket")] },
        { "a pseudo-field after a field", [(":method", "GET"), (":scheme", "http"), ("a", "b"), (":path", "/")] },
        { "two paths", [.. FrameClient.Start("GET", "/"), (":path", "/b")] },
        { "no path", [(":method", "GET"), (":scheme", "http"), (":authority", "h")] },
        { "an empty path", [.. FrameClient.Start("GET", "")] },
        { "no method", [(":scheme", "http"), (":path", "/"), (":authority", "h")] },
        { "no scheme", [(":method", "GET"), (":path", "/"), (":authority", "h")] },
        { "an absolute path", [.. FrameClient.Start("GET", "http://h/")] },
        { "a line end in a value", [.. FrameClient.Start("GET", "/"), ("a", "b\r\nc: d")] },
        { "a line end in the path", [.. FrameClient.Start("GET", "/ HTTP/1.1\r\nx: y")] },
        { "a blank in the method", [.. FrameClient.Start("GET /x", "/")] },
        { "a contradicting host", [.. FrameClient.Start("GET", "/"), ("host", "other")] },
        { "blanks around a value", [.. FrameClient.Start("GET", "/"), ("a", " b")] },
        { "a length without a body", [.. FrameClient.Start("GET", "/"), ("content-length", "3")] },
    };

    [Theory]
    [MemberData(nameof(MalformedHeads))]
    public async Task A_malformed_head_resets_its_stream(string what, (string Name, string Value)[] fields)
    {
        Assert.NotEmpty(what);
        await using var server = Http2Fixture.Start(static (w, _) => w.Write("x"));
        using var client = server.ConnectHttp2();
        client.SendHead(1, ends: true, fields);
        Assert.Equal(Http2Error.Protocol, client.Await(1).Error);
        client.Get(3, "/");
        Assert.Equal("x", client.Await(3).Body);
    }

    [Theory]
    [InlineData("abc", "d", "2")]
    [InlineData("abc", "", "5")]
    public async Task Data_of_another_length_than_declared_resets_the_stream(string first, string last, string declared)
    {
        await using var server = Http2Fixture.StartAsync(static async (w, r) => w.Write(await r.Body.ReadAllTextAsync()));
        using var client = server.ConnectHttp2();
        client.Post(1, "/", ("content-length", declared));
        client.SendData(1, first);
        client.SendData(1, last, ends: true);
        Assert.Equal(Http2Error.Protocol, client.Await(1).Error);
        client.Get(3, "/");
        Assert.Equal(200, client.Await(3).Status);
    }

    [Fact]
    public async Task A_head_that_is_too_large_gets_a_431_and_the_table_stays_in_step()
    {
        var options = Http2Fixture.Options with { MaxHeaderBytes = 2048 };
        await using var server = Http2Fixture.Start(static (w, r) => w.Write(r.Header.Get("A")), options);
        using var client = server.ConnectHttp2();
        // The second field is added to the table, although the request is refused.
        byte[] indexed = [0x40, 1, (byte)'a', 1, (byte)'b'];
        byte[] block = [.. FrameClient.Block([.. FrameClient.Start("GET", "/"), ("x", new string('x', 3000))]), .. indexed];
        client.Send(Http2Frame.Headers, Http2Flags.EndHeaders | Http2Flags.EndStream, 1, block);
        Assert.Equal(431, client.Await(1).Status);
        byte[] second = [.. FrameClient.Block(FrameClient.Start("GET", "/")), 0xBE];
        client.Send(Http2Frame.Headers, Http2Flags.EndHeaders | Http2Flags.EndStream, 3, second);
        Assert.Equal("b", client.Await(3).Body);
    }

    [Fact]
    public async Task Too_many_fields_get_a_431()
    {
        var options = Http2Fixture.Options with { MaxHeaderCount = 10 };
        await using var server = Http2Fixture.Start(static (w, _) => w.Write("x"), options);
        using var client = server.ConnectHttp2();
        client.SendHead(1, ends: true, [.. FrameClient.Start("GET", "/"), .. Enumerable.Range(0, 7).Select(static i => ("a", $"{i}"))]);
        Assert.Equal(431, client.Await(1).Status);
    }

    [Fact]
    public async Task A_refused_request_is_reported()
    {
        var refused = new List<RefusedRequest>();
        var options = Http2Fixture.Options with { OnRefused = refused.Add };
        await using var server = Http2Fixture.Start(static (w, _) => w.Write("x"), options);
        using var client = server.ConnectHttp2();
        client.Get(1, "/#fragment");
        Assert.Equal(400, client.Await(1).Status);
        Assert.Equal(RejectReason.FragmentInTarget, Assert.Single(refused).Reason);
    }

    private static readonly Dictionary<string, (Action<FrameClient> Send, int Error)> s_connErrors = new()
    {
        { "a stream of an even id", (static c => c.Get(2, "/"), (int)Http2Error.Protocol) },
        { "stream 0", (static c => c.SendHead(0, true, FrameClient.Start("GET", "/")), (int)Http2Error.Protocol) },
        { "data of an idle stream", (static c => c.SendData(1, "x"), (int)Http2Error.Protocol) },
        { "data of stream 0", (static c => c.SendData(0, "x"), (int)Http2Error.Protocol) },
        { "a reset of an idle stream", (static c => c.Send(Http2Frame.RstStream, 0, 1, 0), (int)Http2Error.Protocol) },
        { "a window of an idle stream", (static c => c.Send(Http2Frame.WindowUpdate, 0, 1, 1), (int)Http2Error.Protocol) },
        { "a window of nothing", (static c => c.Send(Http2Frame.WindowUpdate, 0, 0, 0), (int)Http2Error.Protocol) },
        { "a window that overflows", (static c => c.Send(Http2Frame.WindowUpdate, 0, 0, int.MaxValue), (int)Http2Error.FlowControl) },
        { "PUSH_PROMISE", (static c => c.Send(Http2Frame.PushPromise, 4, 1, 2), (int)Http2Error.Protocol) },
        { "a PING of seven bytes", (static c => c.Send(Http2Frame.Ping, 0, 0, "1234567"u8), (int)Http2Error.FrameSize) },
        { "a PING of a stream", (static c => c.Send(Http2Frame.Ping, 0, 1, "12345678"u8), (int)Http2Error.Protocol) },
        { "SETTINGS of five bytes", (static c => c.Send(Http2Frame.Settings, 0, 0, "12345"u8), (int)Http2Error.FrameSize) },
        { "an acknowledgement with bytes", (static c => c.Send(Http2Frame.Settings, 1, 0, "123456"u8), (int)Http2Error.FrameSize) },
        { "a push setting of two", (static c => c.Send(Http2Frame.Settings, 0, 0, FrameClient.Setting(Http2Setting.EnablePush, 2)), 1) },
        { "a small frame size", (static c => c.Send(Http2Frame.Settings, 0, 0, FrameClient.Setting(Http2Setting.MaxFrameSize, 1)), 1) },
        { "a huge window", (static c => c.Send(Http2Frame.Settings, 0, 0, FrameClient.Setting(Http2Setting.InitialWindowSize, -1)), 3) },
        { "a frame that is too long", (static c => c.Send(Http2Frame.Ping, 0, 0, new byte[16_385]), (int)Http2Error.FrameSize) },
        { "CONTINUATION without a head", (static c => c.Send(Http2Frame.Continuation, 4, 1, 0), (int)Http2Error.Protocol) },
        { "padding that is too long", (static c => c.Send(Http2Frame.Headers, 0xD, 1, [9, 1, 2]), (int)Http2Error.Protocol) },
        { "a block that is malformed", (static c => c.Send(Http2Frame.Headers, 5, 1, [0x80]), (int)Http2Error.Compression) },
        { "a block that is incomplete", (static c => c.Send(Http2Frame.Headers, 5, 1, [0x40, 5]), (int)Http2Error.Compression) },
        { "a table that is too large", (static c => c.Send(Http2Frame.Headers, 5, 1, [0x3F, 0xFF, 0xFF, 3]), (int)Http2Error.Compression) },
        { "a priority of stream 0", (static c => c.Send(Http2Frame.Priority, 0, 0, [0, 0, 0, 1, 1]), (int)Http2Error.Protocol) },
        { "a stream that depends on itself", (static c => c.Send(Http2Frame.Priority, 0, 1, [0, 0, 0, 1, 1]), (int)Http2Error.Protocol) },
        {
            "a frame inside a head", (static c =>
            {
                c.Send(Http2Frame.Headers, 0, 1, FrameClient.Block(FrameClient.Start("GET", "/")));
                c.Send(Http2Frame.Ping, 0, 0, "12345678"u8);
            }, (int)Http2Error.Protocol)
        },
        {
            "a stream that was closed", (static c =>
            {
                c.Get(1, "/");
                c.Await(1);
                c.Get(1, "/");
            }, (int)Http2Error.StreamClosed)
        },
        {
            "a stream below another", (static c =>
            {
                c.Get(5, "/");
                c.Await(5);
                c.Get(3, "/");
            }, (int)Http2Error.StreamClosed)
        },
        {
            "more data than the window", (static c =>
            {
                for (var count = 0; count < 65; count++) c.SendData(ReadTargetOf(c, count), new string('x', 16_384));
            }, (int)Http2Error.FlowControl)
        },
    };

    public static TheoryData<string> ConnErrors => new(s_connErrors.Keys);

    [Theory]
    [MemberData(nameof(ConnErrors))]
    public async Task An_error_of_the_connection_ends_it(string what)
    {
        var (send, error) = s_connErrors[what];
        using var goesOn = new SemaphoreSlim(0);
        await using var server = Http2Fixture.StartAsync(async (w, r) =>
        {
            w.Write("x");
            if (r.Path == "/hold") await goesOn.WaitAsync();
        });
        using var client = server.ConnectHttp2();
        send(client);
        client.ExpectEnd((Http2Error)error);
        goesOn.Release(1000);
    }

    [Theory]
    [InlineData("GET / HTTP/2.0\r\n\r\n")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n")]
    public async Task Anything_but_the_preface_is_refused(string text)
    {
        await using var server = Http2Fixture.Start(static (w, _) => w.Write("x"));
        using var client = server.Connect();
        client.Send(text);
        client.ReadToEnd();
    }

    [Fact]
    public async Task The_first_frame_must_be_the_settings()
    {
        await using var server = Http2Fixture.Start(static (w, _) => w.Write("x"));
        using var client = server.Connect(begins: false);
        client.SendText(FrameClient.Preface);
        client.Send(Http2Frame.Ping, 0, 0, "12345678"u8);
        client.ExpectEnd(Http2Error.Protocol);
    }

    [Fact]
    public async Task Frames_of_unknown_types_are_ignored()
    {
        await using var server = Http2Fixture.Start(static (w, _) => w.Write("x"));
        using var client = server.ConnectHttp2();
        client.Send((Http2Frame)0x20, 0xFF, 7, "anything"u8);
        client.Get(1, "/");
        Assert.Equal("x", client.Await(1).Body);
    }

    [Fact]
    public async Task Padding_and_priority_are_stripped()
    {
        await using var server = Http2Fixture.StartAsync(static async (w, r) => w.Write(await r.Body.ReadAllTextAsync()));
        using var client = server.ConnectHttp2();
        byte[] head = [3, 0, 0, 0, 0, 16, .. FrameClient.Block(FrameClient.Start("POST", "/")), 0, 0, 0];
        client.Send(Http2Frame.Headers, Http2Flags.EndHeaders | Http2Flags.Padded | Http2Flags.Priority, 1, head);
        client.Send(Http2Frame.Data, Http2Flags.Padded | Http2Flags.EndStream, 1, [2, (byte)'a', (byte)'b', 0, 0]);
        Assert.Equal("ab", client.Await(1).Body);
    }

    [Fact]
    public async Task A_head_may_be_continued()
    {
        await using var server = Http2Fixture.Start(static (w, r) => w.Write(r.Header.Get("A")));
        using var client = server.ConnectHttp2();
        var block = FrameClient.Block([.. FrameClient.Start("GET", "/"), ("a", new string('v', 200))]);
        client.Send(Http2Frame.Headers, Http2Flags.EndStream, 1, block.AsSpan(0, 20));
        for (var at = 20; at < block.Length; at += 10)
            client.Send(
                Http2Frame.Continuation, at + 10 >= block.Length ? Http2Flags.EndHeaders : 0, 1,
                block.AsSpan(at, Math.Min(10, block.Length - at)));
        Assert.Equal(200, client.Await(1).BodyLength);
    }

    // Streams that hold their data share the window of the connection, which is what ends here.
    private static int ReadTargetOf(FrameClient client, int count)
    {
        var id = (count / 4 * 2) + 1;
        if (count % 4 == 0) client.Post(id, "/hold");
        return id;
    }
}
