namespace RouteGen.Protocol;

/// <summary>Parsed field lines: those of a head, or of a trailer section. Offsets only; the bytes are kept by whoever parses.</summary>
internal class FieldBlock
{
    /// <summary>The field lines, in the order received. Only the first <see cref="FieldCount"/> count.</summary>
    internal FieldLine[] Fields = new FieldLine[16];

    internal int FieldCount;
}
