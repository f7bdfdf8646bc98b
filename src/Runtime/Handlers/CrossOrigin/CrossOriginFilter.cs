namespace RouteGen.Handling;

/// <summary>Handler that passes on the requests that a <see cref="CrossOriginProtection"/> allows.</summary>
internal sealed class CrossOriginFilter(CrossOriginProtection protection, IHandler next) : IHandler
{
    public ValueTask ServeHttpAsync(ResponseWriter w, Request r)
    {
        if (protection.FindObjection(r) is not { } objection) return next.ServeHttpAsync(w, r);
        if (protection.DenyHandler is { } deny) return deny.ServeHttpAsync(w, r);
        ShortResponses.Error(w, objection, Status.Forbidden);
        return default;
    }
}
