using System.Net;
using RouteGen.Serving;

namespace RouteGen;

public sealed partial class Server
{
    private ServerLog? _logger;

    /// <summary>The clock of the log.</summary>
    internal TimeProvider LogClock { get; init; } = TimeProvider.System;

    internal ServerLog Logger => _logger ?? Interlocked.CompareExchange(ref _logger, new ServerLog(LogClock, ErrorLog), null) ?? _logger!;

    /// <summary>Writes an entry that is about no request and no connection.</summary>
    internal void Log(string what, Exception? failure = null) => Logger.Write(what, null, failure);

    /// <summary>Writes an entry about a connection.</summary>
    internal void LogOf(string what, EndPoint peer, string? detail, Exception? failure) => Logger.Write(what, detail, failure, null, AddressOf(peer));

    /// <summary>An address as logs have it.</summary>
    internal static string AddressOf(EndPoint address) => ReceivedRequest.FormatAddress(address);

    /// <summary>Writes what a back end or a certificate file tells.</summary>
    internal void LogMessage(string message) => Log(message);
}
