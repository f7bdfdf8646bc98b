using System;
using System.Collections.Generic;

namespace RouteGen.Routing;

/// <summary>A set of patterns with at most one for each method. Not thread-safe.</summary>
internal sealed class MethodSet
{
    // Most sets have one pattern, so the dictionary is created for the second one.
    private RoutePattern? _first;
    private RoutePattern? _withMethod;
    private Dictionary<string, RoutePattern>? _byMethod;

    /// <summary>One of the patterns, or null if there are none.</summary>
    public RoutePattern? Any => _first;

    /// <summary>Adds a pattern, unless the set has one with the same method.</summary>
    public void Add(RoutePattern pattern)
    {
        if (Find(pattern.Method) != null) return;
        if (_first != null)
        {
            _byMethod ??= new(StringComparer.Ordinal) { [_first.Method] = _first };
            _byMethod.Add(pattern.Method, pattern);
        }

        _first ??= pattern;
        if (pattern.Method.Length != 0) _withMethod ??= pattern;
    }

    /// <summary>Removes a pattern.</summary>
    public void Remove(RoutePattern pattern)
    {
        if (Find(pattern.Method) != pattern) return;
        if (_byMethod == null)
        {
            (_first, _withMethod) = (null, null);
            return;
        }

        _byMethod.Remove(pattern.Method);
        if (_first != pattern && _withMethod != pattern) return;
        (_first, _withMethod) = (null, null);
        foreach (var other in _byMethod.Values)
        {
            _first ??= other;
            if (other.Method.Length != 0) _withMethod ??= other;
        }
    }

    /// <summary>Returns the pattern of a method (empty for all methods), or null if there is none.</summary>
    public RoutePattern? Find(string method)
    {
        if (_byMethod != null) return _byMethod.TryGetValue(method, out var found) ? found : null;
        return _first != null && _first.Method == method ? _first : null;
    }

    /// <summary>Returns the pattern for all methods, or else the pattern for this method, or null if there is neither.</summary>
    public RoutePattern? FindCovering(string method) => Find("") ?? Find(method);

    /// <summary>Returns a pattern that conflicts with a new one, or null if there is none.</summary>
    /// <param name="relation">The relation of the paths of these patterns to the path of the new one.</param>
    /// <param name="method">The method of the new pattern.</param>
    public RoutePattern? FindConflict(PatternRelation relation, string method) => relation switch
    {
        PatternRelation.Equivalent => Find(method),
        PatternRelation.MoreGeneral => method.Length == 0 ? _withMethod : method == "GET" ? Find("HEAD") : null,
        PatternRelation.MoreSpecific => method.Length == 0 ? null : Find("") ?? (method == "HEAD" ? Find("GET") : null),
        PatternRelation.Overlaps =>
            method.Length == 0 ? _first : FindCovering(method) ?? (method == "GET" ? Find("HEAD") : method == "HEAD" ? Find("GET") : null),
        _ => null,
    };
}
