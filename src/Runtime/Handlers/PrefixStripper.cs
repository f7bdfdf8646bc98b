namespace RouteGen.Handling;

/// <summary>
/// Handler that removes a prefix from the path for the next handler. A path without the prefix gets a 404 (BEHAVIOUR M9).
/// </summary>
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
