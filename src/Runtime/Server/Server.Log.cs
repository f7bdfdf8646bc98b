using System.Net;
using RouteGen.Serving;

namespace RouteGen;

public sealed partial class Server
{
    /// <summary>Clock of the log.</summary>
    internal TimeProvider LogClock { get; init; } = TimeProvider.System;

    internal ServerLog Logger => Host.Logger;

    /// <summary>Writes an entry that concerns neither a request nor a connection.</summary>
    internal void Log(string what, Exception? failure = null) => Logger.Write(what, null, failure);

    /// <summary>Writes an entry about a connection.</summary>
    internal void LogOf(string what, EndPoint peer, string? detail, Exception? failure) => Host.LogOf(what, peer, detail, failure);

    /// <summary>Writes a message of a back end or a certificate file.</summary>
    internal void LogMessage(string message) => Log(message);
}
