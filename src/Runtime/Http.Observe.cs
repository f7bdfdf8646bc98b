using System.Runtime.CompilerServices;
using RouteGen.Handling;

namespace RouteGen;

public static partial class Http
{
    /// <summary>
    /// The name of the meter and activity source of <see cref="Instrument(IHandler)"/>: <c>RouteGen.Server</c>.
    /// </summary>
    public const string ServerTelemetryName = HttpInstruments.ServerName;

    /// <summary>
    /// Returns a handler that records OpenTelemetry spans and metrics for another handler: <c>http.server.request.duration</c> and
    /// <c>http.server.active_requests</c>, with the meter and activity source <see cref="ServerTelemetryName"/>. Afterwards, all servers
    /// also count refused requests, in <c>routegen.server.refused_requests</c> with the reason as <c>error.type</c>.
    /// </summary>
    /// <remarks>
    /// The recorded route is the pattern that the mux in <paramref name="handler"/> has chosen. A span continues the trace of the client
    /// (<c>traceparent</c>) according to <see cref="System.Diagnostics.DistributedContextPropagator.Current"/>. Without listeners, the cost
    /// is three loads per request.
    /// </remarks>
    /// <param name="handler">The handler, usually a mux.</param>
    public static IHandler Instrument(IHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        // Initialises the class now rather than at the first request (see Preload.cs).
        RuntimeHelpers.RunClassConstructor(typeof(ServerInstruments).TypeHandle);
        RefusalCounter.Count = ServerInstruments.CountRefused;
        return new TelemetryHandler(handler);
    }

    /// <summary>
    /// The name of the meter and activity source of <see cref="Instrument(IRoundTripper)"/>: <c>RouteGen.Client</c>.
    /// </summary>
    public const string ClientTelemetryName = HttpInstruments.ClientName;

    /// <summary>
    /// Returns a transport that records OpenTelemetry spans and metrics for another transport: <c>http.client.request.duration</c> and
    /// <c>http.client.active_requests</c>, with the meter and activity source <see cref="ClientTelemetryName"/>. Assign it to
    /// <see cref="Client.Transport"/>.
    /// </summary>
    /// <remarks>
    /// The duration is measured until the head of the response. Each redirect that is followed counts as another request. The server can
    /// continue the trace (<c>traceparent</c>), which <see cref="System.Diagnostics.DistributedContextPropagator.Current"/> adds unless the
    /// request already has the field.
    /// </remarks>
    /// <param name="transport">The transport that sends the requests. Null means the default transport.</param>
    public static IRoundTripper Instrument(IRoundTripper? transport)
    {
        RuntimeHelpers.RunClassConstructor(typeof(ClientInstruments).TypeHandle);
        return new TelemetryRoundTripper(transport ?? DefaultTransport.Instance);
    }

    /// <summary>
    /// Returns a handler that logs each request of another handler.
    /// </summary>
    /// <param name="handler">The handler.</param>
    /// <param name="log">
    /// Called when the handler has completed, before the request ends. May be called by several threads at once, and should not block.
    /// <see cref="AccessLogEntry.ToString"/> returns a line in the combined log format.
    /// </param>
    public static IHandler AccessLog(IHandler handler, Action<AccessLogEntry> log)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(log);
        return new AccessLogger(handler, log);
    }
}
