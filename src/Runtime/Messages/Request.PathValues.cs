// Values of the pattern's wildcards, and values that were set explicitly.
using System.Text;

namespace RouteGen;

public sealed partial class Request
{
    // The route of the handler. Null before routing, or if no pattern matched. Each member reads it once, because another thread may change
    // it, such as the thread of an abandoned handler that calls a mux.
    private IRouteOrigin? _route;

    /// <summary>
    /// The pattern that matched the request. Empty before routing, and for a request made by a client. Go's name: <c>Request.Pattern</c>.
    /// </summary>
    public string Pattern
    {
        get => _route?.Pattern ?? "";
        internal set => _route = value.Length == 0 ? null : new ChosenRoute(value, entry: null);
    }

    /// <summary>
    /// Returns the decoded part of the path that a wildcard of <see cref="Pattern"/> matched. For <c>/items/{id}</c> and a request for
    /// <c>/items/a%2Fb</c>, the value of <c>id</c> is <c>a/b</c>. Go's name: <c>Request.PathValue</c>.
    /// </summary>
    /// <param name="name">The name between the braces, without dots; case-sensitive.</param>
    /// <returns>The value. Empty if the pattern has no such name and no value was set.</returns>
    public string PathValue(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        CheckLive();
        var routing = _parts?.ExistingRouting;
        if (routing?.SetPathValues is { } set && set.TryGetValue(name, out var value)) return value;
        if (_route?.Names is not { } names) return "";
        return (routing?.RoutedPath is { } path ? names.Find(path, name) : FindInReceived(names, name)) ?? "";
    }

    /// <summary>
    /// Sets the value that <see cref="PathValue"/> returns for a name, even if the pattern has no wildcard of that name. Go's name:
    /// <c>Request.SetPathValue</c>.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value. Null counts as empty.</param>
    public void SetPathValue(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(name);
        (Parts.Routing.SetPathValues ??= [])[name] = value ?? "";
    }

    /// <summary>Entry of the handler, for logs. Null if there is none, or if a mux wrote the response itself.</summary>
    internal IRouteOrigin? RoutedTo => _route is var route && route is ChosenRoute chosen ? chosen.Entry : route;

    /// <summary>
    /// The pattern for logs and metrics. Empty for a redirect of a mux, whose pattern is the path that the client sent. Otherwise a client
    /// could choose text of the log, and create any number of time series.
    /// </summary>
    internal string LoggedPattern => _route is { } route and not ChosenRoute { IsOfMux: true } ? route.Pattern : "";

    /// <summary>Records the route when a mux has chosen a handler.</summary>
    /// <param name="pattern">The pattern that matched.</param>
    /// <param name="entry">The entry of the pattern. Null if the mux writes the response itself.</param>
    internal void SetRoute(string pattern, IRouteOrigin? entry)
    {
        if (entry is not null && ReferenceEquals(entry.Pattern, pattern)) _route = entry;
        else _route = pattern.Length == 0 ? null : new ChosenRoute(pattern, entry) { IsOfMux = entry is null };
        // Without parts, there is no earlier path to replace.
        if (_parts is { } parts) KeepRoutedPath(parts);
    }

    private void KeepRoutedPath(RequestParts parts)
    {
        var names = _route?.Names;
        if (names is not null && !IsAsReceived) parts.Routing.RoutedPath = Encoding.UTF8.GetBytes(Url.EscapedPath);
        else if (parts.ExistingRouting is { } known) known.RoutedPath = null;
        if (names is null || parts.ExistingRouting?.SetPathValues is not { } set) return;

        // As in Go, a wildcard of this pattern replaces a value of the same name that was set before.
        foreach (var name in set.Keys)
            if (names.Contains(name)) set.Remove(name);
    }

    private string? FindInReceived(PathNames names, string name)
    {
        var received = Received;
        string? value;
        try
        {
            value = names.Find(received.Path, name);
        }
        catch (Exception) when (!IsServed)
        {
            ThrowNotLive();
            throw;
        }

        return Live(value);
    }
}
