using RouteGen;

namespace Runtime.Tests.Serving;

/// <summary>What a test sets of a server.</summary>
internal sealed record ServerOptions
{
    internal TimeSpan? ReadHeaderTimeout { get; init; }

    internal TimeSpan? IdleTimeout { get; init; }

    internal TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(1);

    internal int MaxHeaderBytes { get; init; }

    internal int MaxRequestLineBytes { get; init; }

    internal int MaxHeaderCount { get; init; }

    internal bool DisableGeneralOptionsHandler { get; init; }

    internal Action<string>? ErrorLog { get; init; }

    internal TimeSpan? ReadTimeout { get; init; }

    internal TimeSpan? WriteTimeout { get; init; }

    internal int MinBodyRate { get; init; }

    internal int MaxConns { get; init; }

    internal Action<ConnInfo, ConnState>? ConnState { get; init; }

    internal Protocols Protocols { get; init; } = Protocols.Http1;

    internal Action<RefusedRequest>? OnRefused { get; init; }

    internal Func<Listener, RequestContext>? BaseContext { get; init; }

    internal Func<RequestContext, ConnInfo, RequestContext>? ConnContext { get; init; }
}
