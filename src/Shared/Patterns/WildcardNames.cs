using System;
using System.Collections.Generic;

namespace RouteGen.Routing;

/// <summary>The names of a pattern's wildcards, each once. Most patterns have one, or none: the set is made for the second.</summary>
internal struct WildcardNames
{
    private string? _first;
    private HashSet<string>? _all;

    /// <summary>Adds a name. False if it is there.</summary>
    public bool TryAdd(string name)
    {
        if (_first == null)
        {
            _first = name;
            return true;
        }

        _all ??= new(StringComparer.Ordinal) { _first };
        return _all.Add(name);
    }
}
