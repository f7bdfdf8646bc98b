namespace RouteGen;

/// <summary>Delivery state of a response. Implemented by a server's writer.</summary>
internal interface IResponseFate
{
    /// <summary>True if any part of the final response may have reached the client.</summary>
    bool IsOnWire { get; }

    /// <summary>True if the connection broke or was abandoned, so that nothing more reaches the client.</summary>
    bool IsLost { get; }

    /// <summary>True if the body of the request did not arrive within its time limit.</summary>
    bool IsRequestLate { get; }

    /// <summary>Logs a failure outside the handler.</summary>
    void Log(string what, Exception failure, Request about);
}
