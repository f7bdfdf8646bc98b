using System.Net;

namespace RouteGen.Serving;

/// <summary>The part of a server that its connections use: limits, log, handler and state.</summary>
/// <param name="owner">The server, which request contexts provide as a value.</param>
/// <param name="limits">The limits.</param>
/// <param name="logger">The log.</param>
/// <remarks>Thread-safe. The server changes the state under a lock of its own.</remarks>
internal sealed class ServerHost(object owner, ResolvedOptions limits, ServerLog logger)
{
    private int _hasToldHijackLeak;
    private bool _isLateFieldTold;

    /// <summary>The server, typed as an object because connections use no member of it.</summary>
    internal object Owner { get; } = owner;

    internal ResolvedOptions Limits { get; } = limits;

    internal ServerLog Logger { get; } = logger;

    /// <summary>The open connections.</summary>
    internal ConnList Conns { get; } = new();

    /// <summary>The handler. Null means the default mux.</summary>
    internal IHandler? Handler { get; init; }

    /// <summary>True if the server itself responds to <c>OPTIONS *</c>.</summary>
    internal bool HandlesGeneralOptions { get; init; }

    /// <summary>Starts HTTP/2 on connections without TLS. Null if the server does not speak it.</summary>
    internal Http2Starter? UnencryptedHttp2 { get; init; }

    /// <summary>The hook of the program for refused requests. Null if there is none.</summary>
    internal Action<RefusedRequest>? OnRefused { get; init; }

    /// <summary>True once the server has begun to shut down.</summary>
    internal volatile bool IsStopping;

    /// <summary>True after <see cref="Server.Close"/> was called.</summary>
    internal volatile bool IsCut;

    /// <summary>True if every response closes its connection.</summary>
    internal volatile bool IsClosingConns;

    /// <summary>Returns true if a field that was set too late was already logged for a request without a route.</summary>
    internal bool TellLateField() => Interlocked.Exchange(ref _isLateFieldTold, true);

    /// <summary>
    /// Logs the first hijacked connection that was never disposed. A handler that fails to dispose one disposes none.
    /// </summary>
    internal void TellHijackLeak(string origin)
    {
        if (Interlocked.Exchange(ref _hasToldHijackLeak, 1) != 0) return;
        Logger.Write(
            "A handler did not dispose the connection that it had taken over; the server has closed it. Further ones are "
                + "not reported.", $"handler of {origin}");
    }

    /// <summary>Writes an entry about a connection.</summary>
    internal void LogOf(string what, EndPoint peer, string? detail, Exception? failure) =>
        Logger.Write(what, detail, failure, null, AddressOf(peer));

    /// <summary>Formats an address for the log.</summary>
    internal static string AddressOf(EndPoint address) => RequestSource.FormatAddress(address);
}
