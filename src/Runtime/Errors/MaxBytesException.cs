namespace RouteGen;

/// <summary>
/// Exception for a request whose body is longer than a limit. If it escapes from a handler, the response is a 413. Go's name:
/// <c>http.MaxBytesError</c>.
/// </summary>
public sealed class MaxBytesException : BadRequestException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="limitBytes">The limit that was exceeded, in bytes.</param>
    public MaxBytesException(long limitBytes)
        : base(413, $"The body is longer than the limit of {limitBytes} bytes.") => LimitBytes = limitBytes;

    /// <summary>The limit that was exceeded, in bytes. Go's name: <c>Limit</c>.</summary>
    public long LimitBytes { get; }
}
