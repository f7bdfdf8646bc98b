namespace RouteGen;

/// <summary>Exception that is thrown because the server was shut down or closed. Go's name: <c>ErrServerClosed</c>.</summary>
public sealed class ServerClosedException : InvalidOperationException
{
    /// <summary>Creates the exception.</summary>
    public ServerClosedException()
        : base("The server is closed.")
    {
    }
}
