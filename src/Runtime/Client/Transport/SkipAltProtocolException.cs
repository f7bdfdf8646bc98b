namespace RouteGen;

/// <summary>
/// The exception that a round tripper registered with <see cref="Transport.RegisterProtocol"/> throws to decline a request. The transport
/// then sends the request itself. Go's name: <c>ErrSkipAltProtocol</c>.
/// </summary>
public sealed class SkipAltProtocolException : Exception
{
    /// <summary>Creates the exception.</summary>
    public SkipAltProtocolException()
        : base("The round tripper declined the request.")
    {
    }
}
