namespace RouteGen;

/// <summary>
/// Exception that is thrown if a handler writes its response or reads the body after its time limit has expired. Go's name:
/// <c>http.ErrHandlerTimeout</c>.
/// </summary>
public sealed class HandlerTimeoutException : TimeoutException
{
    /// <summary>Creates the exception.</summary>
    public HandlerTimeoutException()
        : base("The handler's time limit expired, and the timeout response was sent.")
    {
    }
}
