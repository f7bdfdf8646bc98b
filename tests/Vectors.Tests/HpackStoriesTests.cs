using System.Text;
using System.Text.Json.Nodes;
using RouteGen.Protocol;
using Xunit.Abstractions;

namespace Vectors.Tests;

/// <summary>Field blocks that other encoders wrote. The blocks of a case share a decoder.</summary>
public sealed class HpackStoriesTests(ITestOutputHelper output)
{
    [Fact]
    public void Stories() => VectorRun.Run("hpack_stories", output, static (run, vector) =>
    {
        var decoder = new HpackDecoder();
        var count = 0;
        foreach (var block in vector.Node["blocks"]!.AsArray())
            run.Check($"{vector.Name}, block {count++}", vector.Node, block!.AsObject(), expect => Compare(decoder, expect));
    });

    private static string? Compare(HpackDecoder decoder, JsonObject block)
    {
        if (block["headerTableSize"] is { } size) decoder.TableBytesMax = (int)size;
        var fields = new FieldList();
        var scratch = Array.Empty<byte>();
        if (!decoder.TryDecode(Convert.FromHexString((string)block["wire"]!), ref scratch, fields)) return "refused";
        var expected = block["headers"]!.AsArray().Select(static field => $"{field![0]}: {field[1]}");
        return fields.Lines.SequenceEqual(expected) ? null : string.Join('\n', fields.Lines);
    }

    private sealed class FieldList : IHpackFields
    {
        internal List<string> Lines { get; } = [];

        public void OnField(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) =>
            Lines.Add($"{Encoding.UTF8.GetString(name)}: {Encoding.UTF8.GetString(value)}");
    }
}
