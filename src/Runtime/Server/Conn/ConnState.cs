namespace RouteGen;

/// <summary>States of a server's connection. Go's name: <c>http.ConnState</c>.</summary>
public enum ConnState
{
    /// <summary>
    /// The connection was accepted; no data has been received yet. Followed by <see cref="Active"/> or <see cref="Closed"/>.
    /// </summary>
    New,

    /// <summary>
    /// Data of a request was received. Followed by <see cref="Idle"/>, <see cref="Hijacked"/> or <see cref="Closed"/>.
    /// </summary>
    Active,

    /// <summary>
    /// A response is complete; no data of the next request has been received yet. Followed by <see cref="Active"/> or <see cref="Closed"/>.
    /// </summary>
    Idle,

    /// <summary>A handler has taken over the connection. Final: the close of the connection is not reported.</summary>
    Hijacked,

    /// <summary>The connection is closed. Final.</summary>
    Closed,
}
