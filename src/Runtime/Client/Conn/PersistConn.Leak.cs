namespace RouteGen;

internal sealed partial class PersistConn
{
    // Null while a body is read. Used by the read side, and by the reader at the end of a body.
    private LeakGuard? _leakGuard;

    /// <summary>Closes the connection of a garbage-collected response. The rest of its body will not be read.</summary>
    internal void EndLeaked()
    {
        string? origin = null;
        lock (_gate)
        {
            if (_phase != Phase.Body) return;
            origin = OriginOf(_exchange);
        }

        Kill(null);
        _settings.TellLeak(origin);
    }

    // Returns method and URL of the request. Never throws, even if the request has ended.
    private static string? OriginOf(Exchange? exchange)
    {
        if (exchange?.Request is not { } request) return null;
        try
        {
            return $"{request.Method} {Printable(request.Url)}";
        }
        catch (ObjectDisposedException)
        {
            return CallFailure.Ended;
        }
    }

    // Omits user name, password and query, which may be secret.
    private static string Printable(Url url) => $"{url.Scheme}://{url.Host}{url.EscapedPath}";
}
