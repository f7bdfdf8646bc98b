using RouteGen;

namespace Items;

/// <summary>
/// Gives every answer an <c>X-Request-Id</c>: the request's own, so that a call can be followed through several services, else a new one.
/// </summary>
internal sealed class RequestId : IMiddleware
{
    private const string Name = "X-Request-Id";

    // It is sent back and may be logged: a longer one is not worth its bytes.
    private const int LengthMax = 64;

    public static ValueTask InvokeAsync<TNext>(ResponseWriter w, Request r, TNext next)
        where TNext : struct, IHandler
    {
        var id = r.Header.Get(Name);
        w.Header.Set(Name, id.Length is > 0 and <= LengthMax ? id : Guid.NewGuid().ToString("N"));
        return next.ServeHttpAsync(w, r);
    }
}
