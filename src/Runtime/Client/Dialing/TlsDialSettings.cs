using System.Net.Security;

namespace RouteGen;

/// <summary>Options of a transport that apply to its TLS handshakes.</summary>
/// <param name="Config">Options of the handshake. Null means the defaults of the system.</param>
/// <param name="Limit">Time limit of the handshake; at most zero: none.</param>
/// <param name="AllowCommonNames">True to accept certificates that name their server only in the common name.</param>
/// <param name="Clock">The clock that the limit is counted by.</param>
internal readonly record struct TlsDialSettings(
    SslClientAuthenticationOptions? Config, TimeSpan Limit, bool AllowCommonNames, ClientClock Clock);
