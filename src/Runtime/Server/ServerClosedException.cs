namespace RouteGen;

/// <summary>The server was shut down or closed, and serves no more. Go's name: <c>ErrServerClosed</c>.</summary>
public sealed class ServerClosedException : InvalidOperationException
{
    /// <summary>Makes the exception.</summary>
    public ServerClosedException()
        : base("The server is closed.")
    {
    }
}
