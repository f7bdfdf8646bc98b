// Recorded bytes sent to a server over loopback, as the recorder sent them to Go's: all at once, then the write side is closed, then
// everything that comes back is read. The handler reads the whole body and answers 200.
using System.Net;
using System.Net.Sockets;
using System.Text;
using RouteGen;
using RouteGen.Protocol;

namespace Vectors.Tests;

internal sealed class ServedConnection : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    // Go's server takes as much beyond its limit; ours does not.
    private const int HeadSlopBytes = 4096;

    private readonly Server _server;
    private SeenConnection _seen = new();

    internal ServedConnection(int headBytesMax)
    {
        _server = new Server
        {
            Addr = "127.0.0.1:0",
            Handler = Handler.From(ServeAsync),
            MaxHeaderBytes = headBytesMax + HeadSlopBytes,
            MaxRequestLineBytes = headBytesMax + HeadSlopBytes,
            ErrorLog = static _ => { }
        };
        _server.Start();
    }

    /// <summary>Sends one connection's bytes. One at a time.</summary>
    internal async Task<SeenConnection> RunAsync(byte[] input)
    {
        _seen = new SeenConnection();
        using var patience = new CancellationTokenSource(s_patience);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync((IPEndPoint)_server.LocalEndPoint!, patience.Token);
        for (var sent = 0; sent < input.Length;) sent += await socket.SendAsync(input.AsMemory(sent), patience.Token);
        socket.Shutdown(SocketShutdown.Send);
        var received = new MemoryStream();
        var buffer = new byte[4096];
        for (int count; (count = await socket.ReceiveAsync(buffer, patience.Token)) > 0;) received.Write(buffer, 0, count);
        TakeResponses(received.ToArray(), Encoding.Latin1.GetString(input).Split(' ')[0]);
        return _seen;
    }

    public async ValueTask DisposeAsync()
    {
        _server.Close();
        await _server.ShutdownAsync().WaitAsync(s_patience);
    }

    private async Task ServeAsync(ResponseWriter w, Request r)
    {
        var body = new MemoryStream();
        var isWhole = true;
        try
        {
            await r.Body.CopyToAsync(body);
        }
        catch (IOException)
        {
            isWhole = false;
        }

        _seen.Requests.Add(new SeenRequest(
            r.Method,
            r.Target,
            // Paths and queries are text here; what was recorded is compared as bytes.
            Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(r.Path)),
            r.RawQuery,
            r.Proto,
            r.Host,
            FieldMaps.Of(r.Header, []),
            r.ContentLength,
            r.IsChunked,
            r.Close,
            Convert.ToBase64String(body.ToArray()),
            isWhole,
            TrailerText(r)));
        w.Write("ok"u8);
    }

    private static string TrailerText(Request r)
    {
        if (r.Trailer is not { } trailer) return "";
        var announced = new List<string>();
        foreach (ref readonly var field in trailer.Fields)
            if (field.Value is null) announced.Add(field.Name);
        return FieldMaps.Of(trailer, announced);
    }

    // The requests of a connection are all HEAD, or none is.
    private void TakeResponses(byte[] received, string method)
    {
        var head = new ResponseHead();
        for (var start = 0; start < received.Length;)
        {
            var bytes = received[start..];
            head.Reset();
            Assert.Equal(ParseStatus.Done, head.Parse(bytes, 1 << 20, 1000));
            var framing = BodyFramingRules.OfResponse(head, method == "HEAD" ? "HEAD" : "GET", out var length);
            var body = WireBody.Read(bytes.AsSpan(head.Length), framing, length, step: 512);
            Assert.True(body.IsWhole, "an answer is cut");
            _seen.Statuses.Add(head.StatusCode);
            if (head.StatusCode >= 400)
            {
                _seen.ErrorStatus = head.StatusCode;
                _seen.ErrorBody = Encoding.Latin1.GetString(body.Data);
                Assert.True(head.HasClose, "an error answer does not say that the connection closes");
            }

            start += head.Length + body.Consumed;
        }
    }
}
