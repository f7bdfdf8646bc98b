// What the pattern that chose the handler has captured, and what was set by hand.
using System.Text;

namespace RouteGen;

public sealed partial class Request
{
    private PathNames? _pathNames;
    private byte[]? _routedPath;
    private Dictionary<string, string>? _setPathValues;

    /// <summary>
    /// The part of the path that a wildcard of <see cref="Pattern"/> stands for, decoded: for <c>/items/{id}</c> and a request for
    /// <c>/items/a%2Fb</c> the value of <c>id</c> is <c>a/b</c>. Go's name: <c>Request.PathValue</c>.
    /// </summary>
    /// <param name="name">The name between the braces, without dots; case-sensitive.</param>
    /// <returns>The value; empty when the pattern has no such name and none was set.</returns>
    public string PathValue(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        Live(this);
        if (_setPathValues is not null && _setPathValues.TryGetValue(name, out var value)) return value;
        return _pathNames?.Find(_routedPath ?? RawPath, name) ?? "";
    }

    /// <summary>Sets what <see cref="PathValue"/> returns for a name, whether or not the pattern has it. Go's name: <c>Request.SetPathValue</c>.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value; null counts as empty.</param>
    public void SetPathValue(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(name);
        (Live(this)._setPathValues ??= [])[name] = value ?? "";
    }

    /// <summary>The entry that chose the handler. Null if none did, or a mux has answered itself. For logs.</summary>
    internal IRouteOrigin? RoutedTo => Pattern.Length == 0 ? null : _entry;

    // What was chosen last; it says nothing while there is no pattern.
    private IRouteOrigin? _entry;

    /// <summary>A mux has chosen a handler.</summary>
    /// <param name="pattern">The pattern that chose it.</param>
    /// <param name="entry">Its entry. Null if the mux answers itself.</param>
    /// <param name="names">What it captures; null: nothing.</param>
    internal void SetRoute(string pattern, IRouteOrigin? entry, PathNames? names)
    {
        Pattern = pattern;
        if (!ReferenceEquals(_entry, entry)) _entry = entry;
        if (names is null && _pathNames is null) return;
        _pathNames = names;
        _routedPath = names is null || IsAsReceived ? null : Encoding.UTF8.GetBytes(Url.EscapedPath);
        if (names is null || _setPathValues is null) return;

        // What an outer pattern or handler has set under a name that this pattern captures is gone, as in Go.
        foreach (var name in _setPathValues.Keys)
            if (names.Contains(name)) _setPathValues.Remove(name);
    }

    private void ForgetPathValues()
    {
        _pathNames = null;
        _routedPath = null;
        _setPathValues = null;
    }
}
