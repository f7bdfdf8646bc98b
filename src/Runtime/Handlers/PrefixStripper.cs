namespace RouteGen.Handling;

/// <summary>Passes requests on with the prefix removed from their path, and responds with 404 to those without it (BEHAVIOUR M9).</summary>
internal sealed class PrefixStripper(string prefix, IHandler next) : IHandler
{
    public ValueTask ServeHttpAsync(ResponseWriter w, Request r)
    {
        if (PathPrefix.Strip(r.Url, prefix) is { } rest) return ServeRestAsync(w, r, rest);
        ShortResponses.NotFound(w);
        return default;
    }

    private async ValueTask ServeRestAsync(ResponseWriter w, Request r, Url rest)
    {
        var former = r.Rewrite(rest);
        try
        {
            await next.ServeHttpAsync(w, r).ConfigureAwait(false);
        }
        finally
        {
            r.Restore(former);
        }
    }
}
