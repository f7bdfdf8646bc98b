namespace RouteGen;

/// <summary>
/// Thrown by a handler to cut the connection without a log line, so that the peer sees an incomplete response. Go's name:
/// <c>ErrAbortHandler</c>.
/// </summary>
public sealed class AbortHandlerException : Exception
{
    /// <summary>Makes the exception.</summary>
    public AbortHandlerException()
        : base("The handler aborted its response.")
    {
    }
}
