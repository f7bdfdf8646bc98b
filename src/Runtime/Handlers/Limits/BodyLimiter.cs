namespace RouteGen.Handling;

/// <summary>Handler that limits the body of each request for the next handler.</summary>
internal sealed class BodyLimiter(IHandler next, long limitBytes) : IHandler
{
    public async ValueTask ServeHttpAsync(ResponseWriter w, Request r)
    {
        var body = r.SentBody;
        r.Body = BodyLimits.Limit(w, body, limitBytes);
        try
        {
            await next.ServeHttpAsync(w, r).ConfigureAwait(false);
        }
        finally
        {
            r.Body = body;
        }
    }
}
