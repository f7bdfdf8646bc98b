using System;
using System.Collections.Generic;

namespace RouteGen.Routing;

/// <summary>A set of wildcard names. Most patterns have at most one wildcard, so the hash set is created for the second name.</summary>
internal struct WildcardNames
{
    private string? _first;
    private HashSet<string>? _all;

    /// <summary>Adds a name. Returns false if the set already has it.</summary>
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
