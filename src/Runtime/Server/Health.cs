namespace RouteGen;

/// <summary>
/// Handlers for health checks. Register them for the paths that your orchestrator requests, such as <c>/livez</c> and <c>/readyz</c>.
/// </summary>
public static class Health
{
    /// <summary>Always responds with 200 <c>ok</c>.</summary>
    /// <param name="w">Writes the response.</param>
    /// <param name="r">The request.</param>
    public static void Live(ResponseWriter w, Request r) => Respond(w, isGood: true, "ok\n"u8);

    /// <summary>
    /// Responds with 200 <c>ready</c> if <see cref="Server.IsReady"/> is true for the server that received the request, and otherwise with
    /// 503 <c>leaving</c>. A request that no server received, as in a test, gets a 200.
    /// </summary>
    /// <param name="w">Writes the response.</param>
    /// <param name="r">The request.</param>
    public static void Ready(ResponseWriter w, Request r)
    {
        ArgumentNullException.ThrowIfNull(r);
        if (r.Context.Get<Server>() is { IsReady: false }) Respond(w, isGood: false, "leaving\n"u8);
        else Respond(w, isGood: true, "ready\n"u8);
    }

    private static void Respond(ResponseWriter w, bool isGood, ReadOnlySpan<byte> text)
    {
        ArgumentNullException.ThrowIfNull(w);
        // A cached result could be stale.
        w.Header.Set("Cache-Control", "no-store");
        w.Header.Set("Content-Type", "text/plain; charset=utf-8");
        w.WriteHeader(isGood ? Status.OK : Status.ServiceUnavailable);
        w.Write(text);
    }
}
