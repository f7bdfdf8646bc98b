namespace RouteGen;

/// <summary>
/// Thrown to a handler that goes on with its answer although its time has run out. Go's name: <c>http.ErrHandlerTimeout</c>.
/// </summary>
public sealed class HandlerTimeoutException : TimeoutException
{
    /// <summary>Makes the exception.</summary>
    public HandlerTimeoutException()
        : base("The handler's time limit ran out, and a response was sent for it.")
    {
    }
}
