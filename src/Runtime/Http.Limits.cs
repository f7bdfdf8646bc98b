using RouteGen.Handling;

namespace RouteGen;

public static partial class Http
{
    // The longest time that a timer supports.
    private static TimeSpan TimeoutMax => TimeSpan.FromMilliseconds(int.MaxValue);

    /// <summary>
    /// Returns a body with a limit. Reads beyond the limit throw <see cref="MaxBytesException"/> (<see cref="InvalidDataException"/> for
    /// the body of a response), and the connection closes after the response. The limit replaces the default limit of <see
    /// cref="Request.ParseFormAsync"/>. Go's name: <c>http.MaxBytesReader</c>.
    /// </summary>
    /// <param name="w">The writer of the response, whose <c>Connection</c> field is set if the limit is exceeded.</param>
    /// <param name="body">The body, which is disposed together with the returned one.</param>
    /// <param name="bytesMax">The largest allowed length, in bytes. Zero or less allows only an empty body.</param>
    public static Body MaxBytesReader(ResponseWriter w, Body body, long bytesMax)
    {
        ArgumentNullException.ThrowIfNull(w);
        ArgumentNullException.ThrowIfNull(body);
        return BodyLimits.Limit(w, body, bytesMax);
    }

    /// <summary>
    /// Returns a handler that limits the bodies of requests for another handler, like <see cref="MaxBytesReader"/>. Go's name:
    /// <c>http.MaxBytesHandler</c>.
    /// </summary>
    /// <param name="handler">The handler.</param>
    /// <param name="bytesMax">The largest allowed length, in bytes. Zero or less allows only an empty body.</param>
    public static IHandler MaxBytesHandler(IHandler handler, long bytesMax)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return new BodyLimiter(handler, bytesMax);
    }

    /// <summary>
    /// Returns a handler that limits the time of another handler. When the time expires, the response is 503, the request's token is
    /// cancelled, and later reads and writes of the handler throw <see cref="HandlerTimeoutException"/>. Go's name:
    /// <c>http.TimeoutHandler</c>.
    /// </summary>
    /// <remarks>
    /// The handler runs on the thread pool, and its response is kept in memory until it is complete: flushing has no effect, informational
    /// responses are dropped, and the operations of <see cref="ResponseController"/> throw <see cref="NotSupportedException"/>. The handler
    /// is not stopped, so it should return soon after its token is cancelled. A cancelled request gets a 503 without a body.
    /// </remarks>
    /// <param name="handler">The handler.</param>
    /// <param name="limit">
    /// Time limit of the handler. Zero means that every response is the 503 and the handler is not called.
    /// <see cref="Timeout.InfiniteTimeSpan"/> means no limit.
    /// </param>
    /// <param name="body">The body of the 503, usually HTML. Null or empty means a short page with the text <c>Timeout</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is negative, or longer than 24 days.</exception>
    public static IHandler TimeoutHandler(IHandler handler, TimeSpan limit, string? body = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        if (limit != Timeout.InfiniteTimeSpan)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(limit, TimeSpan.Zero);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, TimeoutMax);
        }

        return new TimeLimiter(handler, limit, string.IsNullOrEmpty(body) ? null : body);
    }

    /// <summary>
    /// Returns a handler that replaces semicolons in the query with ampersands and then calls another handler. A proxy that does not treat
    /// semicolons as separators sees different parameters than the handler. Go's name: <c>http.AllowQuerySemicolons</c>.
    /// </summary>
    /// <param name="handler">The handler.</param>
    public static IHandler AllowQuerySemicolons(IHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return new SemicolonAllower(handler);
    }
}
