using System.Net;
using RouteGen.IO;
using RouteGen.Serving;

namespace RouteGen;

/// <summary>
/// Listens, and answers requests with a handler. Options are set when it is made; what changes its state is a method. Go's name:
/// <c>http.Server</c>.
/// </summary>
/// <remarks>Methods may be called by any thread.</remarks>
public sealed partial class Server
{
    /// <summary>What <see cref="MaxHeaderBytes"/> means when it is zero: 1,048,576 (1 MiB). Go's name: <c>DefaultMaxHeaderBytes</c>.</summary>
    public const int DefaultMaxHeaderBytes = 1 << 20;

    /// <summary>What <see cref="MaxHeaderCount"/> means when it is zero: 1,000.</summary>
    public const int DefaultMaxHeaderCount = 1000;

    /// <summary>What <see cref="ReadHeaderTimeout"/> means when it is not set: 10 s.</summary>
    public static readonly TimeSpan DefaultReadHeaderTimeout = TimeSpan.FromSeconds(10);

    /// <summary>What <see cref="IdleTimeout"/> means when it is not set: 120 s.</summary>
    public static readonly TimeSpan DefaultIdleTimeout = TimeSpan.FromSeconds(120);

    /// <summary>Where to listen: <c>HOST:PORT</c>, or <c>:PORT</c> for every address, dual-stack. Default <c>:8080</c>. Port 0 takes a free one.</summary>
    public string Addr { get; init; } = ":8080";

    /// <summary>Who answers. Null (the default): <c>DefaultServeMux</c>, which holds the generated table.</summary>
    public IHandler? Handler { get; init; }

    /// <summary>Whether <c>OPTIONS *</c> reaches the handler. Default false: the server answers it itself.</summary>
    public bool DisableGeneralOptionsHandler { get; init; }

    /// <summary>Largest request head accepted, request line included, in bytes. Default 1,048,576 (1 MiB).</summary>
    /// <remarks>Zero means the default; unlimited is not offered. A head longer than this and 4,096 bytes is answered 431 and the connection closes (as in Go).</remarks>
    public int MaxHeaderBytes { get; init; }

    /// <summary>Most field lines accepted in a head. Default 1,000.</summary>
    /// <remarks>Zero means the default; unlimited is not offered. More are answered 431 and the connection closes.</remarks>
    public int MaxHeaderCount { get; init; }

    /// <summary>The most time from a head's first byte, or from the accept, to its last byte. Default 10 s.</summary>
    /// <remarks>
    /// Null or zero means the default; <see cref="Timeout.InfiniteTimeSpan"/> no limit. When it runs out the connection closes without an
    /// answer. Observed at steps of 100 ms.
    /// </remarks>
    public TimeSpan? ReadHeaderTimeout { get; init; }

    /// <summary>The most time from an answer to the next request's first byte. Default 120 s.</summary>
    /// <remarks>Null or zero means the default; <see cref="Timeout.InfiniteTimeSpan"/> no limit. Observed at steps of 100 ms.</remarks>
    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>How long a connection that has served stays for one more request when the server shuts down. Default 1 s; zero: not at all.</summary>
    public TimeSpan ShutdownIdleGrace { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Told of failed handlers and of what goes wrong while accepting, one text per event. Null (the default): standard error.</summary>
    public Action<string>? ErrorLog { get; init; }

    /// <summary>The first bound address, with the port that was taken; null before <see cref="Start"/>.</summary>
    public EndPoint? LocalEndPoint { get; private set; }

    /// <summary>How many connections are open.</summary>
    public int ConnCount => _conns.Count;

    internal ServerLimits Limits => _limits ??= new ServerLimits(this);

    private ServerLimits? _limits;

    internal void Log(string message)
    {
        if (ErrorLog is not { } log)
        {
            Console.Error.WriteLine(message);
            return;
        }

        try
        {
            log(message);
        }
        catch (Exception failure)
        {
            // Whoever logs is in the middle of a connection's work, and a log that fails must not end that, nor the process.
            Console.Error.WriteLine($"{message}{Environment.NewLine}The server's ErrorLog failed: {failure}");
        }
    }

    internal IHandler HandlerFor(Request request)
    {
        if (!DisableGeneralOptionsHandler && request.ServerHead.Form == Protocol.TargetForm.Asterisk && request.RawMethod.SequenceEqual("OPTIONS"u8))
            return GeneralOptions.Instance;
        return Handler ?? ServeMux.Default;
    }
}
