namespace RouteGen;

/// <summary>States of a server's connection. Go's name: <c>http.ConnState</c>.</summary>
public enum ConnState
{
    /// <summary>
    /// The connection was accepted, and nothing was received yet. Followed by <see cref="Active"/> or <see cref="Closed"/>.
    /// </summary>
    New,

    /// <summary>
    /// A part of a request was received. Followed by <see cref="Idle"/>, <see cref="Hijacked"/> or <see cref="Closed"/>.
    /// </summary>
    Active,

    /// <summary>
    /// A response is complete, and nothing of the next request was received. Followed by <see cref="Active"/> or <see cref="Closed"/>.
    /// </summary>
    Idle,

    /// <summary>A handler has taken it over. Final: its end is not reported.</summary>
    Hijacked,

    /// <summary>It is closed. Final.</summary>
    Closed,
}
