using System.Diagnostics;

namespace LoadClient.Chaos;

/// <summary>
/// Bodies of which every 16 bytes say whose they are, and where they belong: a tag (q: request, u: upstream, s: server, k: kept), seven hex
/// digits of the request's number, seven of the cell's, a line end.
/// </summary>
internal static class Pattern
{
    internal const int CellBytes = 16;

    private const int DigitCount = 7;

    internal static byte[] Make(char tag, int id, int length)
    {
        var bytes = new byte[length];
        Fill(bytes, tag, id, 0);
        return bytes;
    }

    /// <summary>Writes the part of a body that begins at <paramref name="offset"/>.</summary>
    internal static void Fill(Span<byte> target, char tag, int id, int offset)
    {
        Debug.Assert(id >> (4 * DigitCount) == 0, "Seven digits are enough for the number.");
        Span<byte> cell = stackalloc byte[CellBytes];
        while (!target.IsEmpty)
        {
            cell[0] = (byte)tag;
            WriteDigits(cell[1..], id);
            WriteDigits(cell[(1 + DigitCount)..], offset / CellBytes);
            cell[^1] = (byte)'\n';
            var part = cell[(offset % CellBytes)..];
            if (part.Length > target.Length) part = part[..target.Length];
            part.CopyTo(target);
            target = target[part.Length..];
            offset += part.Length;
        }
    }

    private static void WriteDigits(Span<byte> target, int value)
    {
        for (var index = DigitCount - 1; index >= 0; index--, value >>= 4) target[index] = "0123456789abcdef"u8[value & 15];
    }
}
