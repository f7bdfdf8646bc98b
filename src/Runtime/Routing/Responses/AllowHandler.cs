namespace RouteGen.Routing;

/// <summary>Sets <c>Allow</c> and leaves the rest of a 405 to another handler.</summary>
internal sealed class AllowHandler(string allow, IHandler handler) : IHandler
{
    public ValueTask ServeHttpAsync(ResponseWriter w, Request r)
    {
        w.Header.Set("Allow", allow);
        return handler.ServeHttpAsync(w, r);
    }
}
