namespace RouteGen;

/// <summary>
/// Thrown to a handler that continues with its response after its time limit has expired. Go's name: <c>http.ErrHandlerTimeout</c>.
/// </summary>
public sealed class HandlerTimeoutException : TimeoutException
{
    /// <summary>Makes the exception.</summary>
    public HandlerTimeoutException()
        : base("The handler's time limit expired, and the timeout response was sent.")
    {
    }
}
