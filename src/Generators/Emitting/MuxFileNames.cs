using System.Globalization;
using RouteGen.Generators.Model;

namespace RouteGen.Generators.Emitting;

/// <summary>Names of the generated files. The compiler compares them without regard to case, and refuses two that are equal.</summary>
internal static class MuxFileNames
{
    private const string Table = "ServeMux";

    /// <summary>Full names of muxes that differ from another one by case alone, in ordinal order. Nearly always none.</summary>
    internal static EquatableArray<string> TwinsOf(IEnumerable<string> names) => new(
    [
        .. names.GroupBy(static name => name, StringComparer.OrdinalIgnoreCase)
            .Select(static group => group.Distinct(StringComparer.Ordinal).ToArray())
            .Where(static group => group.Length > 1)
            .SelectMany(static group => group)
            .OrderBy(static name => name, StringComparer.Ordinal),
    ]);

    /// <summary>The name of a table's file, without an extension; a twin's has its number among the twins in it.</summary>
    internal static string Of(MuxModel? mux, EquatableArray<string> twins)
    {
        if (mux is null) return Table;
        for (var index = 0; index < twins.Count; index++)
            if (twins[index] == mux.FullName) return mux.FullName + "-" + index.ToString(CultureInfo.InvariantCulture) + "." + Table;
        return mux.FullName + "." + Table;
    }
}
