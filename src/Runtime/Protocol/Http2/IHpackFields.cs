namespace RouteGen.Protocol;

/// <summary>Receives the fields of a block in their order.</summary>
internal interface IHpackFields
{
    /// <summary>Called for each field. The bytes are valid only during the call.</summary>
    void OnField(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value);
}
