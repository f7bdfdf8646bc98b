using RouteGen.Handling;

namespace RouteGen;

public static partial class Http
{
    // The longest time of a timer, which counts milliseconds.
    private static TimeSpan TimeoutMax => TimeSpan.FromMilliseconds(int.MaxValue);

    /// <summary>
    /// Returns a body of which no more than a number of bytes can be read: reading further throws <see cref="MaxBytesException"/>
    /// (<see cref="InvalidDataException"/> for the body of a response), again and again, and the connection closes after the response.
    /// Forms read from it have no other limit. Go's name: <c>http.MaxBytesReader</c>.
    /// </summary>
    /// <param name="w">The response to the request, whose connection is closed; nothing is written.</param>
    /// <param name="body">The body, which ends with the returned one.</param>
    /// <param name="bytesMax">The limit in bytes; a body of exactly this length is allowed. Zero or less allows no bytes.</param>
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
    /// <param name="bytesMax">The limit in bytes. Zero or less allows no bytes.</param>
    public static IHandler MaxBytesHandler(IHandler handler, long bytesMax)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return new BodyLimiter(handler, bytesMax);
    }

    /// <summary>
    /// Returns a handler that limits the time of another one. When it expires, the response is 503, the request's token is cancelled, and
    /// any later write or read of the handler throws <see cref="HandlerTimeoutException"/>. Go's name: <c>http.TimeoutHandler</c>.
    /// </summary>
    /// <remarks>
    /// The handler runs on a thread of the pool, and its response stays in memory until it is complete: flushing sends nothing,
    /// informational responses are dropped, and the connection cannot be taken over. It should end soon after its token is cancelled,
    /// because it is not stopped. A cancelled request gets a 503 without a body.
    /// </remarks>
    /// <param name="handler">The handler.</param>
    /// <param name="limit">
    /// Time limit of the handler. Zero means that the handler is not called, and every response is the 503.
    /// <see cref="Timeout.InfiniteTimeSpan"/> means until the request is cancelled.
    /// </param>
    /// <param name="body">The text of the 503, usually HTML. Null or empty means a short page with the text <c>Timeout</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit below zero, or above 24 days.</exception>
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
    /// Returns a handler that turns semicolons in the query of a request into ampersands for another handler. Proxies that do not do so
    /// then see different parameters than the handler. Go's name: <c>http.AllowQuerySemicolons</c>.
    /// </summary>
    /// <param name="handler">The handler.</param>
    public static IHandler AllowQuerySemicolons(IHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return new SemicolonAllower(handler);
    }
}
