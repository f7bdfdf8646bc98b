using System.Globalization;
using RouteGen.Generators.Model;

namespace RouteGen.Generators.Emitting;

/// <summary>Names of the generated files. The compiler compares them without regard to case and rejects duplicates.</summary>
internal static class MuxFileNames
{
    private const string Table = "ServeMux";

    /// <summary>Full names of the muxes whose names differ from another's only by case, in ordinal order. Almost always empty.</summary>
    internal static EquatableArray<string> TwinsOf(IEnumerable<string> names) => new(
    [
        .. names.GroupBy(static name => name, StringComparer.OrdinalIgnoreCase)
            .Select(static group => group.Distinct(StringComparer.Ordinal).ToArray())
            .Where(static group => group.Length > 1)
            .SelectMany(static group => group)
            .OrderBy(static name => name, StringComparer.Ordinal),
    ]);

    /// <summary>Name of a table's file, without an extension. A twin's name includes its index among the twins.</summary>
    internal static string Of(MuxModel? mux, EquatableArray<string> twins)
    {
        if (mux is null) return Table;
        for (var index = 0; index < twins.Count; index++)
            if (twins[index] == mux.FullName) return mux.FullName + "-" + index.ToString(CultureInfo.InvariantCulture) + "." + Table;
        return mux.FullName + "." + Table;
    }
}
