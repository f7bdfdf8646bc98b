// Writes look-up data as properties that view the program's image: spans over constant data need no work when the program starts.
using System.Globalization;
using RouteGen.Generators.Model;
using RouteGen.Generators.Planning;

namespace RouteGen.Generators.Emitting;

internal static class LookupEmitter
{
    private const int NumbersPerLine = 24;

    /// <summary>The expression that views an index's data.</summary>
    internal static string Index(string name, PathIndexData? data)
    {
        if (data is null) return "default";
        var groups = data.Groups.Count == 0 ? "default" : name + "Groups";
        return FormattableString.Invariant(
            $"new({name}Keys, {name}Starts, {groups}, {name}Displacements, {name}Slots, seed: 0x{data.Seed:X16}, lengthMin: {data.LengthMin}, lengthMax: {data.LengthMax})");
    }

    /// <summary>The data of an index.</summary>
    internal static void EmitIndex(SourceWriter writer, string name, PathIndexData? data)
    {
        if (data is null) return;
        writer.Line();
        writer.Line("private static global::System.ReadOnlySpan<byte> " + name + "Keys =>");
        writer.Indented(data.Keys.Select((key, index) => Literals.Quote(key) + "u8" + (index + 1 == data.Keys.Count ? ";" : " +")));
        EmitNumbers(writer, "uint", name + "Starts", data.Starts);
        if (data.Groups.Count != 0) EmitNumbers(writer, "ushort", name + "Groups", data.Groups);
        EmitNumbers(writer, "ushort", name + "Displacements", data.Displacements);
        EmitNumbers(writer, "ushort", name + "Slots", data.Slots);
    }

    /// <summary>The lengths at which prefixes end.</summary>
    internal static void EmitPrefixLengths(SourceWriter writer, LookupPlan lookup)
    {
        if (lookup.Prefixes is null) return;
        writer.Line();
        writer.Line("// For each group, bit n: there is a prefix key of n bytes. Longer ones than 63 bytes are listed.");
        EmitValues(writer, "ulong", "PrefixLengths", lookup.PrefixLengths.Select(static lengths => "0x" + lengths.ToString("X16", CultureInfo.InvariantCulture)));
        EmitNumbers(writer, "int", "LongPrefixLengths", lookup.LongPrefixLengths);
    }

    private static void EmitNumbers<T>(SourceWriter writer, string type, string name, EquatableArray<T> numbers)
        where T : IEquatable<T>, IFormattable
    {
        writer.Line();
        EmitValues(writer, type, name, numbers.Select(static number => number.ToString(null, CultureInfo.InvariantCulture)));
    }

    private static void EmitValues(SourceWriter writer, string type, string name, IEnumerable<string> values)
    {
        var list = values.ToList();
        var head = "private static global::System.ReadOnlySpan<" + type + "> " + name + " => new " + type + "[]";
        if (list.Count <= NumbersPerLine)
        {
            writer.Line(head + " { " + string.Join(", ", list) + " };");
            return;
        }

        writer.Open(head);
        for (var start = 0; start < list.Count; start += NumbersPerLine)
            writer.Line(string.Join(", ", list.GetRange(start, Math.Min(NumbersPerLine, list.Count - start))) + ",");
        writer.Close(";");
    }
}
