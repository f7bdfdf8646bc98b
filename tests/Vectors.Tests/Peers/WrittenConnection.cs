// A server whose handler does what a recorded case says, action by action, and tells how each write and read ended.
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using RouteGen;

namespace Vectors.Tests;

/// <summary>How a write or a read of the handler ended.</summary>
internal sealed record WrittenResult(string Action, int Count, bool IsFailed);

/// <summary>What came of one connection.</summary>
internal sealed record WrittenAnswer(byte[] Wire, List<WrittenResult> Results, bool IsSecondSeen);

internal sealed class WrittenConnection : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly Server _server;
    private JsonArray _actions = [];
    private List<WrittenResult> _results = [];
    private volatile bool _isSecondSeen;

    internal WrittenConnection()
    {
        _server = new Server { Addr = "127.0.0.1:0", Handler = Handler.From(Serve), ErrorLog = static _ => { } };
        _server.Start();
    }

    /// <summary>Sends a request, ends the sending side and reads everything that comes back. One at a time.</summary>
    internal async Task<WrittenAnswer> RunAsync(JsonArray actions, byte[] request)
    {
        (_actions, _results, _isSecondSeen) = (actions, [], false);
        using var patience = new CancellationTokenSource(s_patience);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync((IPEndPoint)_server.LocalEndPoint!, patience.Token);
        for (var sent = 0; sent < request.Length;) sent += await socket.SendAsync(request.AsMemory(sent), patience.Token);
        socket.Shutdown(SocketShutdown.Send);
        var received = new MemoryStream();
        var buffer = new byte[4096];
        for (int count; (count = await socket.ReceiveAsync(buffer, patience.Token)) > 0;) received.Write(buffer, 0, count);
        return new WrittenAnswer(received.ToArray(), _results, _isSecondSeen);
    }

    public async ValueTask DisposeAsync()
    {
        _server.Close();
        await _server.ShutdownAsync().WaitAsync(s_patience);
    }

    private void Serve(ResponseWriter w, Request r)
    {
        if (r.Path == "/second")
        {
            _isSecondSeen = true;
            return;
        }

        foreach (var action in _actions) Do(action!.AsObject(), w, r);
    }

    private void Do(JsonObject action, ResponseWriter w, Request r)
    {
        var kind = (string)action["do"]!;
        switch (kind)
        {
            case "set":
                w.Header.Set(VectorCase.Text(action["key"]), VectorCase.Text(action["value"]));
                break;
            case "add":
                w.Header.Add(VectorCase.Text(action["key"]), VectorCase.Text(action["value"]));
                break;
            case "set_null":
                w.Header.Set(VectorCase.Text(action["key"]), null);
                break;
            case "status":
                w.WriteHeader((int?)action["status"] ?? 0);
                break;
            case "write":
                Write(Data(action), w);
                break;
            case "flush":
                w.Flush();
                break;
            case "read_body":
                Read(kind, int.MaxValue, r);
                break;
            case "read_n":
                Read(kind, (int)action["n"]!, r);
                break;
            case "close_body":
                r.Body.Dispose();
                break;
            case "error":
                Http.Error(w, VectorCase.Text(action["data"] ?? action["value"]), (int)action["status"]!);
                break;
            case "not_found":
                Http.NotFound(w, r);
                break;
            case "redirect":
                Http.Redirect(w, r, (string?)action["value"] ?? "", (int)action["status"]!);
                break;
            case "panic":
                throw new InvalidOperationException("The handler fails.");
            case "abort":
                throw new AbortHandlerException();
            case "hijack":
                Hijack(Data(action), w);
                break;
            default:
                throw new NotSupportedException($"This runner does not know the action '{kind}'.");
        }
    }

    private static byte[] Data(JsonObject action)
    {
        var once = action["data"] is JsonObject raw ? VectorCase.Bytes(raw, "bytes_b64")
            : Encoding.UTF8.GetBytes((string?)action["data"] ?? "");
        return [.. Enumerable.Repeat(once, (int?)action["repeat"] ?? 1).SelectMany(bytes => bytes)];
    }

    private static void Hijack(byte[] data, ResponseWriter w)
    {
        using var conn = new ResponseController(w).Hijack();
        conn.Write(data);
    }

    private void Write(byte[] data, ResponseWriter w)
    {
        try
        {
            w.Write(data);
            _results.Add(new WrittenResult("write", data.Length, IsFailed: false));
        }
        catch (InvalidOperationException)
        {
            _results.Add(new WrittenResult("write", 0, IsFailed: true));
        }
    }

    private void Read(string kind, int countMax, Request r)
    {
        var buffer = new byte[1000];
        var total = 0;
        var isFailed = false;
        try
        {
            for (int count; total < countMax && (count = r.Body.Read(buffer.AsSpan(0, Math.Min(buffer.Length, countMax - total)))) > 0;)
                total += count;
        }
        catch (Exception failure) when (failure is IOException or InvalidOperationException)
        {
            isFailed = true;
        }

        _results.Add(new WrittenResult(kind, total, isFailed));
    }
}
