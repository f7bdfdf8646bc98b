namespace RouteGen;

/// <summary>
/// Exception that a handler throws to abort its connection without a log entry, so that the peer sees an incomplete response. Go's
/// name: <c>ErrAbortHandler</c>.
/// </summary>
public sealed class AbortHandlerException : Exception
{
    /// <summary>Creates the exception.</summary>
    public AbortHandlerException()
        : base("The handler aborted its response.")
    {
    }
}
