namespace RouteGen;

/// <summary>A server's writer: what has become of its response.</summary>
internal interface IResponseFate
{
    /// <summary>Whether something of the response, informational ones apart, may have reached the client.</summary>
    bool IsOnWire { get; }

    /// <summary>Whether the connection broke or was given up, so that nothing more reaches the client.</summary>
    bool IsLost { get; }
}
