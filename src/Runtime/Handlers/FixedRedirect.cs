namespace RouteGen.Handling;

/// <summary>Handler that redirects every request to one target.</summary>
internal sealed class FixedRedirect(string target, int statusCode) : IHandler
{
    public ValueTask ServeHttpAsync(ResponseWriter w, Request r)
    {
        Redirects.Redirect(w, r, target, statusCode);
        return default;
    }
}
