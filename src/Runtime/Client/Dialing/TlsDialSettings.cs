using System.Net.Security;

namespace RouteGen;

/// <summary>Options of a transport that apply to its TLS handshakes. A limit of zero or less means no limit.</summary>
internal readonly record struct TlsDialSettings(
    SslClientAuthenticationOptions? Config, TimeSpan Limit, bool AllowCommonNames, ClientClock Clock);
