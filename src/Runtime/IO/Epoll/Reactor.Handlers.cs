using System.Runtime.CompilerServices;

namespace RouteGen.IO;

// The reactor word; the head of Reactor.cs says who may move it.
internal sealed unsafe partial class Reactor
{
    private const int GenerationShift = 40;
    private const ulong Running = 1UL << 39;
    private const ulong SequenceMask = Running - 1;

    private ulong _word;

    /// <summary>The word as it stands.</summary>
    internal ulong Word => Volatile.Read(ref _word);

    /// <summary>The leader enters a handler. A plain store suffices: nobody else moves the word while the running bit is clear.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ulong EnterHandler()
    {
        var word = _word;
        var running = (word & ~SequenceMask) | ((word + 1) & SequenceMask) | Running;
        Volatile.Write(ref _word, running);
        return running;
    }

    /// <summary>The handler has returned; false: leadership was lost meanwhile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool ExitHandler(ulong entered)
    {
        if (Interlocked.CompareExchange(ref _word, entered & ~Running, entered) == entered) return true;
        Leader.Current!.HasLost = true;
        return false;
    }
}
