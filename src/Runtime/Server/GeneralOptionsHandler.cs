namespace RouteGen.Serving;

/// <summary>
/// Responds to <c>OPTIONS *</c> with 200 and no body. Up to 4 KiB of a request's body are read, so that a client which sent <c>Expect:
/// 100-continue</c> gets its 100 (BEHAVIOUR S25); the rest is drained like any other.
/// </summary>
internal sealed class GeneralOptionsHandler : IHandler
{
    internal static readonly GeneralOptionsHandler Instance = new();

    private const int ReadBytesMax = 4096;

    public ValueTask ServeHttpAsync(ResponseWriter w, Request r)
    {
        w.Header.Set("Content-Length", "0");
        return r.ContentLength != 0 && r.Body is ServedBody body ? ReadAsync(body) : default;
    }

    // By the type that a served body has: a call that could reach every stream would have every program carry the reading of them all.
    private static async ValueTask ReadAsync(ServedBody body)
    {
        var buffer = new byte[1024];
        for (var left = ReadBytesMax; left > 0;)
        {
            var count = await body.ReadAsync(buffer).ConfigureAwait(false);
            if (count == 0) return;
            left -= count;
        }
    }
}
