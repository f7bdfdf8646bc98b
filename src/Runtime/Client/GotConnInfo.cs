namespace RouteGen;

/// <summary>What <see cref="ClientTrace.GotConn"/> is told. Go's name: <c>httptrace.GotConnInfo</c>.</summary>
/// <param name="Reused">Whether the connection has served another request before.</param>
/// <param name="WasIdle">Whether it came from the pool.</param>
/// <param name="IdleTime">How long it was in the pool; zero if it was not.</param>
public readonly record struct GotConnInfo(bool Reused, bool WasIdle, TimeSpan IdleTime);
