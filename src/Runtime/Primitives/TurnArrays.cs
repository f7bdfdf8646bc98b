// The two arrays that a turn needs, one for input and one for output. Nearly every turn rents both and returns both before the next turn of
// the thread. So each thread caches one array of each kind, 12 KiB together, and rents all others from the shared pool.
using System.Buffers;
using System.Runtime.CompilerServices;

namespace RouteGen.Primitives;

internal static class TurnArrays
{
    /// <summary>Size of an array for input, in bytes.</summary>
    internal const int InputBytes = 8192;

    /// <summary>Size of an array for output, in bytes.</summary>
    internal const int OutputBytes = 4096;

    [ThreadStatic]
    private static byte[]? t_input;

    [ThreadStatic]
    private static byte[]? t_output;

    /// <summary>Rents an array of <see cref="InputBytes"/> bytes for input.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static byte[] RentInput() => Take(ref t_input) ?? ArrayPool<byte>.Shared.Rent(InputBytes);

    /// <summary>Rents an array of <see cref="OutputBytes"/> bytes for output.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static byte[] RentOutput() => Take(ref t_output) ?? ArrayPool<byte>.Shared.Rent(OutputBytes);

    /// <summary>Takes back an array for input, of any size and from any thread.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void ReturnInput(byte[] array)
    {
        if (array.Length != InputBytes || !TryKeep(ref t_input, array)) ArrayPool<byte>.Shared.Return(array);
    }

    /// <summary>Takes back an array for output, of any size and from any thread.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void ReturnOutput(byte[] array)
    {
        if (array.Length != OutputBytes || !TryKeep(ref t_output, array)) ArrayPool<byte>.Shared.Return(array);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte[]? Take(ref byte[]? kept)
    {
        var array = kept;
        kept = null;
        return array;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryKeep(ref byte[]? kept, byte[] array)
    {
        if (kept is not null) return false;
        kept = array;
        return true;
    }
}
