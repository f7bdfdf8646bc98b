using RouteGen;

namespace Items;

/// <summary>
/// Middleware that sets <c>X-Request-Id</c> in every response: to the value of the request, so that a call can be traced through several
/// services, or else to a new value.
/// </summary>
internal sealed class RequestId : IMiddleware
{
    private const string Name = "X-Request-Id";

    // The value is sent back and may be logged, so longer values are replaced.
    private const int LengthMax = 64;

    public static ValueTask InvokeAsync<TNext>(ResponseWriter w, Request r, TNext next)
        where TNext : struct, IHandler
    {
        var id = r.Header.Get(Name);
        w.Header.Set(Name, id.Length is > 0 and <= LengthMax ? id : Guid.NewGuid().ToString("N"));
        return next.ServeHttpAsync(w, r);
    }
}
