namespace RouteGen.Handling;

/// <summary>Hands requests on without the prefix of their path, and answers 404 to those without it (BEHAVIOUR M9).</summary>
internal sealed class PrefixStripper(string prefix, IHandler next) : IHandler
{
    public ValueTask ServeHttpAsync(ResponseWriter w, Request r)
    {
        var url = r.Url;
        // The path as written has to begin with the prefix, too: "/%61/b" does not, and what would be left of it is not known.
        var isPrefixed = url.Path.StartsWith(prefix, StringComparison.Ordinal)
            && (url.RawPath.Length == 0 || url.RawPath.StartsWith(prefix, StringComparison.Ordinal));
        if (isPrefixed) return ServeRestAsync(w, r, url);
        Answers.NotFound(w);
        return default;
    }

    private async ValueTask ServeRestAsync(ResponseWriter w, Request r, Url url)
    {
        var former = r.Rewrite(url.WithPath(url.Path[prefix.Length..], url.RawPath.Length == 0 ? "" : url.RawPath[prefix.Length..]));
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
