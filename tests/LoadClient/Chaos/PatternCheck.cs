using System.Globalization;
using System.Text;

namespace LoadClient.Chaos;

/// <summary>Compares what arrives of a body with what was sent. One flow at a time.</summary>
internal sealed class PatternCheck(Plan plan, char tag, int length, string place)
{
    private const int ShownBytes = 80;

    /// <summary>How many bytes have arrived.</summary>
    internal int Count { get; private set; }

    /// <exception cref="ChaosException">They are not the next ones.</exception>
    internal void Take(ReadOnlySpan<byte> bytes)
    {
        Span<byte> expected = stackalloc byte[1024];
        while (!bytes.IsEmpty)
        {
            var part = bytes[..Math.Min(bytes.Length, expected.Length)];
            if (Count + part.Length > length) throw Damage(bytes, $"more than {length} bytes arrived");
            Pattern.Fill(expected[..part.Length], tag, plan.Id, Count);
            if (!part.SequenceEqual(expected[..part.Length])) throw Damage(part, $"expected '{Shown(expected[..part.Length])}'");
            Count += part.Length;
            bytes = bytes[part.Length..];
        }
    }

    /// <summary>The body is complete, its framing says.</summary>
    /// <exception cref="ChaosException">It is not.</exception>
    internal void End()
    {
        if (Count != length) throw Faults.Report(FaultKind.Damaged, plan, $"{place}: complete with {Count} of {length} bytes");
    }

    private ChaosException Damage(ReadOnlySpan<byte> got, string what) =>
        Faults.Report(
            IsForeign(got) ? FaultKind.Foreign : FaultKind.Damaged, plan, $"{place}: at {Count} of {length}: {what}, got '{Shown(got)}'");

    /// <summary>Whether a whole cell has another's number. Where none is whole, only that it is wrong can be said.</summary>
    internal bool IsForeign(ReadOnlySpan<byte> bytes)
    {
        for (var end = bytes.IndexOf((byte)'\n'); end >= 0; end = bytes.IndexOf((byte)'\n'))
        {
            if (end >= Pattern.CellBytes - 1 && IsOfAnother(bytes[(end - Pattern.CellBytes + 1)..end])) return true;
            bytes = bytes[(end + 1)..];
        }

        return false;
    }

    private bool IsOfAnother(ReadOnlySpan<byte> cell) =>
        "qusk"u8.Contains(cell[0])
        && int.TryParse(cell.Slice(1, 7), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id)
        && (id != plan.Id || cell[0] == 'k');

    private static string Shown(ReadOnlySpan<byte> bytes) =>
        Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, ShownBytes)]).Replace("\n", "\\n", StringComparison.Ordinal)
            .Replace("\r", "\\r", StringComparison.Ordinal);
}
