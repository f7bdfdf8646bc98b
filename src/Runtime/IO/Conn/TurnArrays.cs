// The two arrays that a turn needs: one for input, one for output. Nearly every turn rents both and gives both back before the thread's
// next one, so the thread keeps one of each at hand, 12 KiB together, and asks the shared pool for whatever else is needed.
using System.Buffers;
using System.Runtime.CompilerServices;

namespace RouteGen.IO;

internal static class TurnArrays
{
    /// <summary>The size of an array for input.</summary>
    internal const int InputBytes = 8192;

    /// <summary>The size of an array for output.</summary>
    internal const int OutputBytes = 4096;

    [ThreadStatic]
    private static byte[]? t_input;

    [ThreadStatic]
    private static byte[]? t_output;

    /// <summary>An array of <see cref="InputBytes"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static byte[] RentInput() => Take(ref t_input) ?? ArrayPool<byte>.Shared.Rent(InputBytes);

    /// <summary>An array of <see cref="OutputBytes"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static byte[] RentOutput() => Take(ref t_output) ?? ArrayPool<byte>.Shared.Rent(OutputBytes);

    /// <summary>Gives an array for input back, of any size and from any thread.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void ReturnInput(byte[] array)
    {
        if (array.Length != InputBytes || !TryKeep(ref t_input, array)) ArrayPool<byte>.Shared.Return(array);
    }

    /// <summary>Gives an array for output back, of any size and from any thread.</summary>
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
