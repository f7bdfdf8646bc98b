namespace RouteGen;

internal sealed partial class PersistConn
{
    // Here while no body is read. Belongs to the read side, or to the body's reader when it sees the end.
    private LeakGuard? _leakGuard;

    /// <summary>
    /// Closes the connection of a response that was garbage-collected: it is in the middle of a body that will not be read.
    /// </summary>
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

    // Never throws: a handler may have sent its own request, and ended.
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

    // Without what may be a secret: user, password and query.
    private static string Printable(Url url) => $"{url.Scheme}://{url.Host}{url.EscapedPath}";
}
