namespace RouteGen;

/// <summary>The client sent a request that cannot be served: its body is malformed, too long, or of the wrong type.</summary>
/// <remarks>
/// If a handler throws it or lets it escape, the response has the status <see cref="StatusCode"/>, provided that nothing was sent before.
/// Nothing is logged, so that a client cannot fill the log. The response does not contain the message.
/// </remarks>
public class BadRequestException : IOException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="statusCode">Status of the response, 400 to 499.</param>
    /// <param name="message">One sentence that says what was wrong. It is not sent to the client.</param>
    /// <param name="inner">The cause. Null if there is none.</param>
    /// <exception cref="ArgumentOutOfRangeException">The status is not within 400 to 499.</exception>
    public BadRequestException(int statusCode, string message, Exception? inner = null)
        : base(message, inner)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(statusCode, 400);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(statusCode, 499);
        StatusCode = statusCode;
    }

    /// <summary>Makes the exception with the status 400.</summary>
    /// <param name="message">One sentence that says what was wrong. It is not sent to the client.</param>
    public BadRequestException(string message)
        : this(400, message)
    {
    }

    /// <summary>Status of the response, 400 to 499.</summary>
    public int StatusCode { get; }
}
