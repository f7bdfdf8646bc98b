using System.Globalization;
using RouteGen.Generators.Model;

namespace RouteGen.Generators.Emitting;

/// <summary>Names of the generated files. The compiler rejects names that differ only by case.</summary>
internal static class MuxFileNames
{
    private const string Table = "ServeMux";

    /// <summary>Returns the names of muxes that differ from another name only by case, in ordinal order. Usually there are none.</summary>
    internal static EquatableArray<string> TwinsOf(IEnumerable<string> names) => new(
    [
        .. names.GroupBy(static name => name, StringComparer.OrdinalIgnoreCase)
            .Select(static group => group.Distinct(StringComparer.Ordinal).ToArray())
            .Where(static group => group.Length > 1)
            .SelectMany(static group => group)
            .OrderBy(static name => name, StringComparer.Ordinal),
    ]);

    /// <summary>Returns the name of a table's file, without an extension. The file name of a twin includes its index.</summary>
    /// <param name="mux">The mux, or null for <c>DefaultServeMux</c>.</param>
    /// <param name="twins">The result of <see cref="TwinsOf"/>.</param>
    internal static string Of(MuxModel? mux, EquatableArray<string> twins)
    {
        if (mux is null) return Table;
        for (var index = 0; index < twins.Count; index++)
            if (twins[index] == mux.FullName) return mux.FullName + "-" + index.ToString(CultureInfo.InvariantCulture) + "." + Table;
        return mux.FullName + "." + Table;
    }
}
