using System.Buffers;

namespace RouteGen.Routing;

/// <summary>A match key with a slash added, in memory that is given back.</summary>
internal ref struct SlashedKey
{
    /// <summary>Number of bytes that a caller offers on its stack. Longer keys are bounded by the limit on heads.</summary>
    internal const int ScratchBytes = 512;

    private byte[]? _rented;

    internal SlashedKey(ReadOnlySpan<byte> key, Span<byte> scratch)
    {
        if (key.Length >= scratch.Length) scratch = _rented = ArrayPool<byte>.Shared.Rent(key.Length + 1);
        key.CopyTo(scratch);
        scratch[key.Length] = (byte)'/';
        Bytes = scratch[..(key.Length + 1)];
    }

    internal ReadOnlySpan<byte> Bytes { get; }

    public void Dispose()
    {
        if (_rented is not null) ArrayPool<byte>.Shared.Return(_rented);
        _rented = null;
    }
}
