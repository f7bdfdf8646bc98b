namespace RouteGen;

/// <summary>Argument of <see cref="ClientTrace.GotConn"/>. Go's name: <c>httptrace.GotConnInfo</c>.</summary>
/// <param name="Reused">True if the connection has served another request before.</param>
/// <param name="WasIdle">True if it came from the pool.</param>
/// <param name="IdleTime">Time that it was in the pool. Zero if it was not.</param>
public readonly record struct GotConnInfo(bool Reused, bool WasIdle, TimeSpan IdleTime);
