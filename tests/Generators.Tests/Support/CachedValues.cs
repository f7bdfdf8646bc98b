using System.Collections;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace RouteGen.Tests;

/// <summary>Looks through everything the pipeline keeps between runs.</summary>
internal static class CachedValues
{
    /// <summary>
    /// Nothing of Roslyn is among the values of our steps: a symbol or a tree would keep a whole compilation alive, and is never equal to
    /// that of the next one.
    /// </summary>
    internal static void AssertFreeOfRoslyn(GeneratorDriverRunResult result)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        foreach (var (name, steps) in result.Results[0].TrackedSteps)
        {
            if (!TrackingNames.All.Contains(name)) continue;
            foreach (var (value, _) in steps.SelectMany(static step => step.Outputs)) Visit(value, name, seen);
        }
    }

    private static void Visit(object? value, string path, HashSet<object> seen)
    {
        if (value is null or string || value.GetType().IsPrimitive || value.GetType().IsEnum) return;
        var type = value.GetType();
        Assert.False(IsRoslyn(type), $"{path} holds a {type}");
        if (!type.IsValueType && !seen.Add(value)) return;
        if (value is IEnumerable items)
        {
            foreach (var item in items) Visit(item, path + "[]", seen);
            return;
        }

        foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            Visit(field.GetValue(value), path + "." + field.Name, seen);
    }

    private static bool IsRoslyn(Type type)
    {
        for (var current = type; current is not null; current = current.BaseType)
            if (current.Assembly.GetName().Name!.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal)) return true;
        return false;
    }
}
