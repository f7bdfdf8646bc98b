using System.Buffers;

namespace RouteGen.Routing;

/// <summary>A match key with a slash added. Uses a buffer of the caller, or a pooled one until disposed.</summary>
internal ref struct SlashedKey
{
    /// <summary>Length of the buffer that callers allocate on the stack. The limit for heads bounds the length of keys.</summary>
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
