namespace RouteGen;

/// <summary>A body is longer than its reader allows. Go's name: <c>http.MaxBytesError</c>.</summary>
public sealed class MaxBytesException : IOException
{
    /// <summary>Makes the exception for one limit.</summary>
    /// <param name="limitBytes">The limit that was exceeded, in bytes.</param>
    public MaxBytesException(long limitBytes)
        : base("The body is too large.") => LimitBytes = limitBytes;

    /// <summary>The limit that was exceeded, in bytes. Go's name: <c>Limit</c>.</summary>
    public long LimitBytes { get; }
}
