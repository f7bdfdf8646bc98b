namespace RouteGen.Protocol;

/// <summary>A parsed trailer section, with the bytes to which its field lines refer.</summary>
internal sealed class TrailerBlock : FieldBlock
{
    internal byte[] Bytes = [];
}
