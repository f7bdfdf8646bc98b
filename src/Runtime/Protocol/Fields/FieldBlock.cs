namespace RouteGen.Protocol;

/// <summary>Parsed field lines of a head or a trailer section. Contains only offsets; the caller of the parser keeps the bytes.</summary>
internal class FieldBlock
{
    /// <summary>The field lines, in the order received. Only the first <see cref="FieldCount"/> are valid.</summary>
    internal FieldLine[] Fields = new FieldLine[16];

    internal int FieldCount;

    /// <summary>
    /// True if programs see <c>Cache-Control: no-cache</c> because <c>Pragma: no-cache</c> was received without a <c>Cache-Control</c> (as
    /// in Go; RFC 7234 section 5.4).
    /// </summary>
    internal bool ImpliesNoCache;

    /// <summary>Adds a line. Returns false if there are already <paramref name="countMax"/> lines.</summary>
    internal bool TryAdd(in FieldLine line, int countMax)
    {
        if (FieldCount >= countMax) return false;
        if (FieldCount == Fields.Length) Array.Resize(ref Fields, Math.Min(countMax, FieldCount * 2));
        Fields[FieldCount++] = line;
        return true;
    }
}
