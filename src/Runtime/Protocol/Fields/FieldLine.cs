namespace RouteGen.Protocol;

/// <summary>One field line of a parsed head: positions of its name and its trimmed value, counted from the head's first byte.</summary>
internal struct FieldLine
{
    internal int NameStart;
    internal int NameLength;
    internal int ValueStart;
    internal int ValueLength;

    /// <summary>
    /// Kept out of the header that a program sees: <c>Host</c> of a request, <c>Transfer-Encoding</c> and <c>Trailer</c> (as in Go).
    /// </summary>
    internal bool IsHidden;
}
