// Passing the lead. The word's generation changes by one compare-and-swap, of the monitor (the leader has been in one handler since the
// last look) or of the leader itself (its handler is about to wait). Whoever swaps has a waiting thread in hand first, so the lead
// never falls to nobody.
//
// Why the new leader may use what the old one used: the old one wrote the reactor's fields before it stored the running bit; the
// swap saw that bit; assigning the reactor to the new thread comes after the swap. The old one writes no field between the two
// ends of a handler, and learns of its loss before it writes another.
using System.Runtime.CompilerServices;

namespace RouteGen.IO;

internal sealed unsafe partial class Reactor
{
    private const int GenerationShift = 40;
    private const ulong Running = 1UL << 39;
    private const ulong SequenceMask = Running - 1;

    private ulong _word;

    // The connection whose turn it is. Written by the leader before a turn; read by the next leader when the turn was taken over.
    private EpollConn? _current;

    /// <summary>The word as it stands.</summary>
    internal ulong Word => Volatile.Read(ref _word);

    /// <summary>Whether the leader waits in epoll_wait, or is about to.</summary>
    internal bool IsSleeping => Volatile.Read(ref _sleeping) != 0;

    /// <summary>Whether a word says that a handler runs.</summary>
    internal static bool IsRunning(ulong word) => (word & Running) != 0;

    /// <summary>The leader enters a handler. A plain store suffices: nobody else moves the word while the running bit is clear.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ulong EnterHandler()
    {
        var word = _word;
        var running = (word & ~(SequenceMask | Running)) | ((word + 1) & SequenceMask) | Running;
        Volatile.Write(ref _word, running);
        return running;
    }

    /// <summary>The handler has returned; false: leadership was lost meanwhile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool ExitHandler(ulong entered)
    {
        if (Interlocked.CompareExchange(ref _word, entered & ~Running, entered) == entered) return true;
        Leader.Current!.Lose();
        return false;
    }

    /// <summary>Takes the lead away from a leader whose handler still runs since <paramref name="seen"/>. Any thread.</summary>
    /// <returns>Null: done, or the handler has just returned. Otherwise why there is nobody to lead.</returns>
    internal string? TakeOver(ulong seen)
    {
        if (LeaderPool.TryTake(out var failure) is not { } next) return failure;
        if (TrySwap(seen)) next.Assign(this);
        else LeaderPool.Park(next);
        return null;
    }

    /// <summary>The leader's handler is about to wait: lets another thread lead meanwhile. Called on a leader's thread, inside a handler.</summary>
    internal void HandOver()
    {
        if (!Leader.Leads(this)) return;
        var word = Word;
        if (!IsRunning(word) || LeaderPool.TryTake(out _) is not { } next) return;
        if (TrySwap(word))
        {
            Leader.Current!.Lose();
            next.Assign(this);
        }
        else
        {
            LeaderPool.Park(next);
        }
    }

    private bool TrySwap(ulong seen)
    {
        var next = (((seen >> GenerationShift) + 1) << GenerationShift) | (seen & SequenceMask);
        return Interlocked.CompareExchange(ref _word, next, seen) == seen;
    }

    // What the new leader does first: answers that were finished ahead of the handler that was taken over must not wait for it.
    private void BeginLead()
    {
        if (_current is not { } conn) return;
        _current = null;
        conn.Driver?.OnTakenOver();
    }
}
