namespace RouteGen;

/// <summary>Delivery state of a response. Implemented by a server's writer, and by a writer that collects a response for it.</summary>
internal interface IResponseFate
{
    /// <summary>True if a server sends the response. Otherwise there is no log.</summary>
    bool IsServed { get; }

    /// <summary>True if any part of the final response may have reached the client.</summary>
    bool IsOnWire { get; }

    /// <summary>True if the connection broke or was abandoned, so that nothing more reaches the client.</summary>
    bool IsLost { get; }

    /// <summary>The exception of the read that exceeded the time limit of the request's body. Null if there is none.</summary>
    Exception? LateFailure { get; }

    /// <summary>Logs a failure outside the handler.</summary>
    void Log(string what, Exception failure, Request about);
}
