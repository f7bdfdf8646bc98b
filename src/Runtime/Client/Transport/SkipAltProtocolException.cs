namespace RouteGen;

/// <summary>
/// Thrown by a round tripper of <see cref="Transport.RegisterProtocol"/> to decline a request, which the transport then sends as if there
/// were no such round tripper. Go's name: <c>ErrSkipAltProtocol</c>.
/// </summary>
public sealed class SkipAltProtocolException : Exception
{
    /// <summary>Makes the exception.</summary>
    public SkipAltProtocolException()
        : base("The round tripper declined the request.")
    {
    }
}
