using System.Text.Json.Serialization.Metadata;

namespace RouteGen;

/// <summary>Searches JSON contracts without reflection.</summary>
internal static class JsonContracts
{
    private const int TypesMax = 1000;

    /// <summary>
    /// Returns true if a value of the type can contain, at any depth, a polymorphic value, for which the JSON must name the derived type.
    /// Examines at most 1,000 types.
    /// </summary>
    internal static bool HaveDerivedTypes(JsonTypeInfo root)
    {
        var seen = new HashSet<Type> { root.Type };
        var waiting = new Queue<JsonTypeInfo>([root]);
        while (waiting.TryDequeue(out var contract))
        {
            if (contract.PolymorphismOptions is not null) return true;
            Add(contract.ElementType);
            foreach (var property in contract.Properties) Add(property.PropertyType);

            void Add(Type? type)
            {
                if (type is null || seen.Count >= TypesMax || !seen.Add(type)) return;
                if (contract.Options.TryGetTypeInfo(type, out var found)) waiting.Enqueue(found);
            }
        }

        return false;
    }
}
