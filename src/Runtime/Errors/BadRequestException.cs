namespace RouteGen;

/// <summary>
/// Exception for a request that cannot be served, for example because its body is malformed, too long, or of the wrong type.
/// </summary>
/// <remarks>
/// If it escapes from a handler before a head was sent, the response has the status <see cref="StatusCode"/>. The response does not contain
/// the message. Nothing is logged, so that a client cannot fill the log.
/// </remarks>
public class BadRequestException : IOException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="statusCode">Status of the response, 400 to 499.</param>
    /// <param name="message">One sentence that describes the problem. It is not sent to the client.</param>
    /// <param name="inner">The cause. Null if there is none.</param>
    /// <exception cref="ArgumentOutOfRangeException">The status is not within 400 to 499.</exception>
    public BadRequestException(int statusCode, string message, Exception? inner = null)
        : base(message, inner)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(statusCode, 400);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(statusCode, 499);
        StatusCode = statusCode;
    }

    /// <summary>Creates the exception with the status 400.</summary>
    /// <param name="message">One sentence that describes the problem. It is not sent to the client.</param>
    public BadRequestException(string message)
        : this(400, message)
    {
    }

    /// <summary>Status of the response, 400 to 499.</summary>
    public int StatusCode { get; }
}
