namespace RouteGen.Protocol;

/// <summary>One parsed field line. The positions of its name and its trimmed value are counted from the head's first byte.</summary>
internal struct FieldLine
{
    internal int NameStart;
    internal int NameLength;
    internal int ValueStart;
    internal int ValueLength;

    /// <summary>
    /// True if the line is not in the header that programs see, as in Go: for example <c>Host</c> of a request, or
    /// <c>Transfer-Encoding</c>.
    /// </summary>
    internal bool IsHidden;
}
