namespace RouteGen;

/// <summary>Argument of <see cref="ClientTrace.GotConn"/>. Go's name: <c>httptrace.GotConnInfo</c>.</summary>
/// <param name="Reused">True if the connection was not dialed for this request. It has usually served another one.</param>
/// <param name="WasIdle">True if the connection has been idle in the pool.</param>
/// <param name="IdleTime">Time since the connection was last returned to the pool, or zero.</param>
public readonly record struct GotConnInfo(bool Reused, bool WasIdle, TimeSpan IdleTime);
