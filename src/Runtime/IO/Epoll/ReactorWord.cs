// The reactor word: the number of the leader, whether a handler runs, and the number of that handler.
//
//   generation (24 bits) | running (1 bit) | sequence (39 bits)
//
// Enter    the leader, before a handler: increments the sequence and sets the running bit. A plain store is enough, because no other
//          thread changes the word while the bit is clear.
// TryExit  the leader, after the handler: clears the bit by compare-and-swap. The swap fails if the lead was passed on in between.
// TryPass  any thread that has another leader ready, while the bit is set: increments the generation and clears the bit by
//          compare-and-swap. If the handler returns at the same time, either TryExit or TryPass succeeds.
//
// Leave    the leader, outside a handler: increments the generation.
//
// The sequence is never reset, so the same word at two checks means the same handler. It wraps after 2^39 handlers. At a million handlers a
// second, that is six days, while checks are milliseconds apart.
using System.Runtime.CompilerServices;

namespace RouteGen.IO;

internal struct ReactorWord
{
    private const int GenerationShift = 40;
    private const ulong Running = 1UL << 39;
    private const ulong SequenceMask = Running - 1;

    private ulong _word;

    /// <summary>The current value of the word. May be read by any thread.</summary>
    internal readonly ulong Value => Volatile.Read(in _word);

    /// <summary>True if a handler runs in this state.</summary>
    internal static bool IsRunning(ulong word) => (word & Running) != 0;

    /// <summary>Returns the number of times that the lead has been passed on.</summary>
    internal static ulong Generation(ulong word) => word >> GenerationShift;

    /// <summary>True if the leader has this generation and is not in a handler, so that the lead cannot be taken away.</summary>
    internal static bool IsHeld(ulong word, ulong generation) => !IsRunning(word) && Generation(word) == generation;

    /// <summary>Begins a handler. The result is passed to <see cref="TryExit"/>. Called by the leader.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ulong Enter()
    {
        var word = _word;
        var running = (word & ~(SequenceMask | Running)) | ((word + 1) & SequenceMask) | Running;
        Volatile.Write(ref _word, running);
        return running;
    }

    /// <summary>Ends a handler. Returns false if the lead was passed on during the handler.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryExit(ulong entered) => Interlocked.CompareExchange(ref _word, entered & ~Running, entered) == entered;

    /// <summary>Gives up the lead. Called by the leader, outside a handler.</summary>
    internal void Leave() => Volatile.Write(ref _word, Next(_word));

    /// <summary>
    /// Takes the lead during the handler of <paramref name="seen"/>. Returns false if that handler has returned, or if the lead was already
    /// passed on.
    /// </summary>
    internal bool TryPass(ulong seen) => IsRunning(seen) && Interlocked.CompareExchange(ref _word, Next(seen), seen) == seen;

    private static ulong Next(ulong word) => (((word >> GenerationShift) + 1) << GenerationShift) | (word & SequenceMask);
}
