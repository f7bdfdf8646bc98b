// Writes lookup data as properties that return spans over constant data in the assembly. The table reads each of them once.
using System.Globalization;
using RouteGen.Generators.Model;
using RouteGen.Generators.Planning;

namespace RouteGen.Generators.Emitting;

internal static class LookupEmitter
{
    private const int NumbersPerLine = 24;

    // The maximum number of literals that are concatenated with +. Up to this number of keys, each key is a literal on its own line. More
    // literals are expensive to compile, because the compiler resolves an operator for each +. In a table of 1,000 routes, three times 128
    // literals took longer than everything else.
    private const int KeyLineCountMax = 16;

    /// <summary>Returns the expression that creates a prefix index from its data.</summary>
    internal static string PrefixIndex(string name, PathIndexData? data) =>
        data is null ? "null" : "new(" + Index(name, data) + ", PrefixLengths, LongPrefixLengths)";

    /// <summary>Returns the expression that creates an index from its data.</summary>
    internal static string Index(string name, PathIndexData? data)
    {
        if (data is null) return "null";
        var groups = data.Groups.Count == 0 ? "default" : name + "Groups";
        return FormattableString.Invariant(
            $"new({name}Keys, {name}Starts, {groups}, {name}Multipliers, {name}Slots, {name}Places, seed: 0x{data.Seed:X16})");
    }

    /// <summary>Writes the data of an index.</summary>
    internal static void EmitIndex(SourceWriter writer, string name, PathIndexData? data)
    {
        if (data is null) return;
        writer.Line();
        writer.Line("private static global::System.ReadOnlySpan<byte> " + name + "Keys =>");
        EmitKeys(writer, data.Keys);
        EmitNumbers(writer, "uint", name + "Starts", data.Starts);
        if (data.Groups.Count != 0) EmitNumbers(writer, "ushort", name + "Groups", data.Groups);
        EmitNumbers(writer, "ushort", name + "Multipliers", data.Multipliers);
        EmitNumbers(writer, "ushort", name + "Slots", data.Slots);
        EmitNumbers(writer, "int", name + "Places", data.Places);
    }

    /// <summary>Writes the first entry of each key.</summary>
    internal static void EmitFirsts(SourceWriter writer, string name, EquatableArray<ushort> firsts)
    {
        if (firsts.Count != 0) EmitNumbers(writer, "ushort", name + "Firsts", firsts);
    }

    /// <summary>Writes the lengths of prefixes.</summary>
    internal static void EmitPrefixLengths(SourceWriter writer, LookupPlan lookup)
    {
        if (lookup.Prefixes is null) return;
        writer.Line();
        writer.Line("// For each host group, bit n is set if a prefix key has n bytes. Lengths from 64 bytes are listed separately.");
        EmitValues(
            writer, "ulong", "PrefixLengths", lookup.PrefixLengths,
            static (text, lengths) => text.Append("0x").Append(lengths.ToString("X16", CultureInfo.InvariantCulture)));
        EmitNumbers(writer, "int", "LongPrefixLengths", lookup.LongPrefixLengths);
    }

    /// <summary>Writes the concatenated keys as UTF-8 literals.</summary>
    internal static void EmitKeys(SourceWriter writer, EquatableArray<string> keys)
    {
        var perLine = (keys.Count + KeyLineCountMax - 1) / KeyLineCountMax;
        for (var start = 0; start < keys.Count; start += perLine)
        {
            var line = writer.Begin(deeper: 1).Append('"');
            var end = Math.Min(start + perLine, keys.Count);
            for (var index = start; index < end; index++) line.Append(Literals.Escape(keys[index]));
            writer.EndLine(end == keys.Count ? "\"u8;" : "\"u8 +");
        }
    }

    /// <summary>Writes a property that returns numbers.</summary>
    internal static void EmitNumbers<T>(SourceWriter writer, string type, string name, EquatableArray<T> numbers)
        where T : IEquatable<T>, IConvertible
    {
        writer.Line();
        EmitValues(
            writer, type, name, numbers,
            static (text, number) => Literals.AppendNumber(text, number.ToInt64(CultureInfo.InvariantCulture)));
    }

    private static void EmitValues<T>(
        SourceWriter writer, string type, string name, EquatableArray<T> values, Action<TextBuffer, T> append)
        where T : IEquatable<T>
    {
        var head = "private static global::System.ReadOnlySpan<" + type + "> " + name + " => new " + type + "[]";
        var isShort = values.Count <= NumbersPerLine;
        if (!isShort) writer.Open(head);
        for (var start = 0; start < Math.Max(1, values.Count); start += NumbersPerLine)
        {
            var line = isShort ? writer.Begin().Append(head).Append(" { ") : writer.Begin();
            for (var index = start; index < Math.Min(start + NumbersPerLine, values.Count); index++)
            {
                if (index != start) line.Append(", ");
                append(line, values[index]);
            }

            writer.EndLine(isShort ? " };" : ",");
        }

        if (!isShort) writer.Close(";");
    }
}
