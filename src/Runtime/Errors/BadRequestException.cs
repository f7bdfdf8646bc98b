namespace RouteGen;

/// <summary>The client sent a request that cannot be served: a damaged body, one that is too long, or one of the wrong type.</summary>
/// <remarks>
/// A handler that lets it escape is answered with <see cref="StatusCode"/>, if nothing was sent yet, and nothing is logged: a client must not be
/// able to fill a log. The response holds the status alone; the message is for the handler. Handlers may throw it, too.
/// </remarks>
public class BadRequestException : IOException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="statusCode">The status that the request is answered with, 400 to 499.</param>
    /// <param name="message">One sentence that says what was wrong. It is not sent.</param>
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
    /// <param name="message">One sentence that says what was wrong. It is not sent.</param>
    public BadRequestException(string message)
        : this(400, message)
    {
    }

    /// <summary>The status that the request is answered with, 400 to 499.</summary>
    public int StatusCode { get; }
}
