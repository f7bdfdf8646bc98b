namespace RouteGen.Serving;

/// <summary>
/// Handler that responds to <c>OPTIONS *</c> with 200 and no body. It reads up to 4 KiB of the request's body, so that a client that sent
/// <c>Expect: 100-continue</c> gets its 100 (BEHAVIOUR S25); the rest is drained as usual.
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

    // The parameter is a ServedBody, because a virtual call would add the read methods of all streams to trimmed programs.
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
