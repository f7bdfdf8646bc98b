// The reactor word: who leads, whether a handler runs, and which one.
//
//   generation (24 bits) | running (1 bit) | sequence (39 bits)
//
// Enter    the leader, before a handler: increments the sequence and sets the running bit. A plain store: while the bit is clear,
//          no other thread changes the word.
// TryExit  the leader, after it: clears the bit by compare-and-swap. A failed swap means that the lead was passed on meanwhile.
// TryPass  any thread with another leader ready, while the bit is set: increments the generation and clears the bit, by
//          compare-and-swap against the word that was seen. If a leader returns while its lead is being passed on, one of the two wins.
//
// The sequence never restarts, so a word that is the same at two looks means the same handler all the time between. It wraps after
// 2^39 handlers: at a million a second, and with looks 1 ms apart, a look would have to last six days to be mistaken.
using System.Runtime.CompilerServices;

namespace RouteGen.IO;

internal struct ReactorWord
{
    private const int GenerationShift = 40;
    private const ulong Running = 1UL << 39;
    private const ulong SequenceMask = Running - 1;

    private ulong _word;

    /// <summary>Current value of the word. Any thread.</summary>
    internal readonly ulong Value => Volatile.Read(in _word);

    /// <summary>True if a word says that a handler runs.</summary>
    internal static bool IsRunning(ulong word) => (word & Running) != 0;

    /// <summary>Number of times that the lead had been passed on when the word was read.</summary>
    internal static ulong Generation(ulong word) => word >> GenerationShift;

    /// <summary>True if a word is that of the leader of this generation, and of no handler: then the lead cannot be taken away.</summary>
    internal static bool IsHeld(ulong word, ulong generation) => !IsRunning(word) && Generation(word) == generation;

    /// <summary>The leader enters a handler; the result goes to <see cref="TryExit"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ulong Enter()
    {
        var word = _word;
        var running = (word & ~(SequenceMask | Running)) | ((word + 1) & SequenceMask) | Running;
        Volatile.Write(ref _word, running);
        return running;
    }

    /// <summary>Called when the handler has returned. Returns false if the lead was passed on meanwhile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryExit(ulong entered) => Interlocked.CompareExchange(ref _word, entered & ~Running, entered) == entered;

    /// <summary>
    /// Takes the lead from the leader that runs the handler of <paramref name="seen"/>. Returns false if the handler has returned, or the
    /// lead is already lost.
    /// </summary>
    internal bool TryPass(ulong seen)
    {
        var passed = (((seen >> GenerationShift) + 1) << GenerationShift) | (seen & SequenceMask);
        return IsRunning(seen) && Interlocked.CompareExchange(ref _word, passed, seen) == seen;
    }
}
