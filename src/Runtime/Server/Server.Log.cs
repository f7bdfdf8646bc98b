using System.Net;
using RouteGen.Serving;

namespace RouteGen;

public sealed partial class Server
{
    private ServerLog? _logger;

    /// <summary>Clock of the log.</summary>
    internal TimeProvider LogClock { get; init; } = TimeProvider.System;

    internal ServerLog Logger => _logger ?? Interlocked.CompareExchange(ref _logger, new ServerLog(LogClock, ErrorLog), null) ?? _logger!;

    private bool _isLateFieldTold;

    /// <summary>Returns true if a field that was set too late was already logged for a request without a route.</summary>
    internal bool TellLateField() => Interlocked.Exchange(ref _isLateFieldTold, true);

    /// <summary>Writes an entry that concerns neither a request nor a connection.</summary>
    internal void Log(string what, Exception? failure = null) => Logger.Write(what, null, failure);

    /// <summary>Writes an entry about a connection.</summary>
    internal void LogOf(string what, EndPoint peer, string? detail, Exception? failure) =>
        Logger.Write(what, detail, failure, null, AddressOf(peer));

    /// <summary>Formats an address for the log.</summary>
    internal static string AddressOf(EndPoint address) => ReceivedRequest.FormatAddress(address);

    /// <summary>Writes a message of a back end or a certificate file.</summary>
    internal void LogMessage(string message) => Log(message);
}
