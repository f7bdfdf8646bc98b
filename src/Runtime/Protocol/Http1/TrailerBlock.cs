namespace RouteGen.Protocol;

/// <summary>A parsed trailer section, with the bytes its field lines point into.</summary>
internal sealed class TrailerBlock : FieldBlock
{
    internal byte[] Bytes = [];
}
