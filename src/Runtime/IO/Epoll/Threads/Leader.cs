// A thread that leads reactors, one at a time. It loses its reactor when a handler takes too long or is about to wait. It then finishes the
// request in progress, and parks until another reactor needs a leader, or ends if none does for a while. The monitor's thread may lead
// several reactors by turns (Reactor.Attend.cs).
using RouteGen.Primitives;

namespace RouteGen.IO;

internal sealed class Leader
{
    [ThreadStatic]
    private static Leader? t_current;

    private readonly AutoResetEvent _assigned = new(initialState: false);
    private Reactor? _reactor;

    /// <summary>Generation of the reactor's word when this thread began to lead. Used only by this thread.</summary>
    internal ulong Generation { get; private set; }

    // See TimeSlice. A takeover restores the usual slice. The thread requests a short one again before it waits for the next reactor,
    // because the kernel applies the slice when the thread wakes.
    private int _threadId;
    private volatile bool _hasUsualSlice = true;

    /// <summary>The calling thread as a leader, or null if it is not one.</summary>
    internal static Leader? Current => t_current;

    /// <summary>Link in the list of parked leaders.</summary>
    internal Leader? NextParked;

    /// <summary>True if another thread now leads this thread's reactor. Used only by this thread.</summary>
    internal bool HasLost { get; private set; }

    /// <summary>True if the calling thread leads this reactor and is not in a handler, so that it cannot lose the lead.</summary>
    /// <remarks>A handler may lose the lead at any time, so it must not use anything that is reserved for the leader.</remarks>
    internal static bool HoldsLead(Reactor reactor) =>
        t_current is { HasLost: false } leader && leader._reactor == reactor && ReactorWord.IsHeld(reactor.Word, leader.Generation);

    /// <summary>
    /// True if the calling thread believes that it leads this reactor. A thread in a handler learns of a loss only when the handler
    /// returns.
    /// </summary>
    internal static bool Leads(Reactor reactor) => t_current is { HasLost: false } leader && leader._reactor == reactor;

    /// <summary>Passes the lead to another thread if the calling thread leads a reactor. Called before the thread waits.</summary>
    internal static void HandOverBeforeWait()
    {
        if (t_current is { HasLost: false, _reactor: { } reactor }) reactor.HandOver();
    }

    /// <summary>Lets the monitor use a reactor whose lead it has. Called on its thread.</summary>
    internal void BeginAttending(Reactor reactor)
    {
        t_current = this;
        _reactor = reactor;
        Begin(reactor.Word);
    }

    /// <summary>Ends the use of a reactor. Called on the monitor's thread.</summary>
    internal void EndAttending() => _reactor = null;

    /// <summary>Begins to lead, and records the word's generation. Called on the leader's own thread.</summary>
    internal void Begin(ulong word) => Generation = ReactorWord.Generation(word);

    /// <summary>Records the loss of the lead. Called on the leader's own thread, which must not use the reactor afterwards.</summary>
    internal void Lose() => HasLost = true;

    /// <summary>Starts the thread, which waits for its first reactor.</summary>
    /// <exception cref="OutOfMemoryException">The system cannot create more threads.</exception>
    /// <exception cref="ThreadStartException">The thread could not be started.</exception>
    internal void Start() => new Thread(Run) { IsBackground = true, Name = "RouteGen reactor" }.UnsafeStart();

    /// <summary>Assigns a reactor to a waiting leader. The caller ensures that no other thread leads it.</summary>
    internal void Assign(Reactor reactor)
    {
        _reactor = reactor;
        _assigned.Set();
    }

    /// <summary>Restores the usual time slice, because the thread is losing the lead in a handler. Thread-safe.</summary>
    internal void MakeWay()
    {
        _hasUsualSlice = true;
        TimeSlice.Restore(_threadId);
    }

    /// <summary>Ends the thread of a waiting leader.</summary>
    internal void Dismiss() => Assign(null!);

    private void Run()
    {
        t_current = this;
        ThreadWait.HandOver = HandOverBeforeWait;
        _threadId = TimeSlice.CurrentThread();
        Hurry();
        while (true)
        {
            if (!_assigned.WaitOne(LeaderPool.ParkedTime))
            {
                if (LeaderPool.TryLeave(this)) return;
                continue;
            }

            if (_reactor is not { } reactor) return;
            HasLost = false;
            reactor.Lead(this);
            BackgroundLog.WriteWaiting();
            if (_hasUsualSlice) Hurry();
            LeaderPool.Park(this);
        }
    }

    /// <summary>Requests a short time slice for when the thread wakes. Thread-safe.</summary>
    internal void Hurry()
    {
        _hasUsualSlice = false;
        TimeSlice.Shorten(_threadId);
    }
}
