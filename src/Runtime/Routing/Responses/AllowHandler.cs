namespace RouteGen.Routing;

/// <summary>Handler that sets <c>Allow</c> and lets another handler respond with 405.</summary>
internal sealed class AllowHandler(string allow, IHandler handler) : IHandler
{
    public ValueTask ServeHttpAsync(ResponseWriter w, Request r)
    {
        w.Header.Set("Allow", allow);
        return handler.ServeHttpAsync(w, r);
    }
}
