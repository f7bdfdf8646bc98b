namespace RouteGen.Handling;

/// <summary>Handler that replaces semicolons in queries with ampersands for the next handler (BEHAVIOUR M12).</summary>
internal sealed class SemicolonAllower(IHandler next) : IHandler
{
    public ValueTask ServeHttpAsync(ResponseWriter w, Request r) =>
        r.RawQuery.Contains(';') ? ServeRewrittenAsync(w, r) : next.ServeHttpAsync(w, r);

    private async ValueTask ServeRewrittenAsync(ResponseWriter w, Request r)
    {
        var former = r.Rewrite(r.Url.WithQuery(r.RawQuery.Replace(';', '&')));
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
