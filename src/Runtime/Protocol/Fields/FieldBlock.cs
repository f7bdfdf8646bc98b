namespace RouteGen.Protocol;

/// <summary>Parsed field lines: those of a head, or of a trailer section. Offsets only; the caller of the parser keeps the bytes.</summary>
internal class FieldBlock
{
    /// <summary>The field lines, in the order received. Only the first <see cref="FieldCount"/> count.</summary>
    internal FieldLine[] Fields = new FieldLine[16];

    internal int FieldCount;

    /// <summary>
    /// True if the program must see <c>Cache-Control: no-cache</c> though it was not sent: <c>Pragma: no-cache</c> implies it if there is
    /// no <c>Cache-Control</c> (as in Go; RFC 7234 section 5.4).
    /// </summary>
    internal bool ImpliesNoCache;

    /// <summary>Adds a line; the array grows up to <paramref name="countMax"/>. Returns false if it is full.</summary>
    internal bool TryAdd(in FieldLine line, int countMax)
    {
        if (FieldCount >= countMax) return false;
        if (FieldCount == Fields.Length) Array.Resize(ref Fields, Math.Min(countMax, FieldCount * 2));
        Fields[FieldCount++] = line;
        return true;
    }
}
