namespace RouteGen;

/// <summary>Thrown to a handler that goes on with its answer although its time has run out. Go's name: <c>http.ErrHandlerTimeout</c>.</summary>
public sealed class HandlerTimeoutException : TimeoutException
{
    /// <summary>Makes the exception.</summary>
    public HandlerTimeoutException()
        : base("The time of the handler has run out, and the request has been answered for it.")
    {
    }
}
