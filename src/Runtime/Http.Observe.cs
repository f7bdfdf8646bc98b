using System.Runtime.CompilerServices;
using RouteGen.Handling;

namespace RouteGen;

public static partial class Http
{
    /// <summary>
    /// The name of the meter and of the activity source that <see cref="Instrument(IHandler)"/> writes to: <c>RouteGen.Server</c>.
    /// </summary>
    public const string ServerTelemetryName = HttpInstruments.ServerName;

    /// <summary>
    /// Measures a handler under OpenTelemetry's names for HTTP servers: a span for each request, <c>http.server.request.duration</c> and
    /// <c>http.server.active_requests</c>, of the meter and the activity source <see cref="ServerTelemetryName"/>. From then on requests
    /// that the parser of any server rejects are also counted, by <c>routegen.server.refused_requests</c> with the reason as
    /// <c>error.type</c>.
    /// </summary>
    /// <remarks>
    /// It costs three loads a request while there is no listener. The route is the pattern that the mux in <paramref name="handler"/>
    /// chose. A span continues the trace of the client (<c>traceparent</c>) as
    /// <see cref="System.Diagnostics.DistributedContextPropagator.Current"/> reads it.
    /// </remarks>
    /// <param name="handler">The handler, usually a mux.</param>
    public static IHandler Instrument(IHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        // Now, rather than at the first request: see the head of Preload.cs.
        RuntimeHelpers.RunClassConstructor(typeof(ServerInstruments).TypeHandle);
        RefusalCounter.Count = ServerInstruments.CountRefused;
        return new TelemetryHandler(handler);
    }

    /// <summary>
    /// The name of the meter and of the activity source that <see cref="Instrument(IRoundTripper)"/> writes to: <c>RouteGen.Client</c>.
    /// </summary>
    public const string ClientTelemetryName = HttpInstruments.ClientName;

    /// <summary>
    /// Measures what a transport sends under OpenTelemetry's names for HTTP clients: a span for each request,
    /// <c>http.client.request.duration</c> and <c>http.client.active_requests</c>, of the meter and the activity source
    /// <see cref="ClientTelemetryName"/>. To be set as <see cref="Client.Transport"/>.
    /// </summary>
    /// <remarks>
    /// The measurement ends with the head of the response; a redirect that is followed is a request of its own. The trace continues at the
    /// server (<c>traceparent</c>) as <see cref="System.Diagnostics.DistributedContextPropagator.Current"/> writes it, unless the request
    /// already has such a field.
    /// </remarks>
    /// <param name="transport">Sends the requests. Null means the transport that clients without their own share.</param>
    public static IRoundTripper Instrument(IRoundTripper? transport)
    {
        RuntimeHelpers.RunClassConstructor(typeof(ClientInstruments).TypeHandle);
        return new TelemetryRoundTripper(transport ?? DefaultTransport.Instance);
    }

    /// <summary>
    /// Returns a handler that logs every request of another one. A program without this call has no cost for it.
    /// </summary>
    /// <param name="handler">The handler.</param>
    /// <param name="log">
    /// Called when the handler has completed, by many threads at once, before the request ends: it should not wait.
    /// <see cref="AccessLogEntry.ToString"/> gives a line in the combined log format.
    /// </param>
    public static IHandler AccessLog(IHandler handler, Action<AccessLogEntry> log)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(log);
        return new AccessLogger(handler, log);
    }
}
