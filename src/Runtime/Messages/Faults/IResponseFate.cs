namespace RouteGen;

/// <summary>State of a response on its way to the client. Implemented by a server's writer.</summary>
internal interface IResponseFate
{
    /// <summary>True if any part of the response, apart from informational ones, may have reached the client.</summary>
    bool IsOnWire { get; }

    /// <summary>True if the connection broke or was abandoned, so that nothing more reaches the client.</summary>
    bool IsLost { get; }

    /// <summary>Logs a failure that is not that of the handler.</summary>
    void Log(string what, Exception failure, Request about);
}
