// A thread that leads reactors. It leads one until it loses it (its handler took long, or is about to wait), finishes the request it
// has begun, and parks until another reactor needs a leader.
namespace RouteGen.IO;

internal sealed class Leader
{
    [ThreadStatic]
    private static Leader? t_current;

    private readonly AutoResetEvent _assigned = new(initialState: false);
    private Reactor? _reactor;

    /// <summary>Generation of the reactor's word since this thread leads. Used by this leader's own thread alone.</summary>
    internal ulong Generation { get; private set; }

    // See TimeSlice. A takeover restores the usual slice; the thread requests a short one again before it waits for the next reactor,
    // because the kernel applies it when the thread wakes.
    private int _threadId;
    private volatile bool _hasUsualSlice = true;

    /// <summary>The leader of the calling thread, or null if it is not one.</summary>
    internal static Leader? Current => t_current;

    /// <summary>Link of the list of parked leaders.</summary>
    internal Leader? NextParked;

    /// <summary>True if another thread leads now what this one led. Used by this leader's own thread alone.</summary>
    internal bool HasLost { get; private set; }

    /// <summary>True if the calling thread leads this reactor, and will not lose it meanwhile: it is in no handler.</summary>
    /// <remarks>
    /// In a handler the lead may have been taken away, or be taken away at any moment; nothing that is the leader's may be touched there.
    /// </remarks>
    internal static bool HoldsLead(Reactor reactor) =>
        t_current is { HasLost: false } leader && leader._reactor == reactor && ReactorWord.IsHeld(reactor.Word, leader.Generation);

    /// <summary>
    /// True if the calling thread leads this reactor as far as it knows: a handler's thread learns of a loss when its handler has returned.
    /// </summary>
    internal static bool Leads(Reactor reactor) => t_current is { HasLost: false } leader && leader._reactor == reactor;

    /// <summary>The calling thread is about to wait; if it leads a reactor, another thread leads it from now on.</summary>
    internal static void HandOverBeforeWait()
    {
        if (t_current is { HasLost: false, _reactor: { } reactor }) reactor.HandOver();
    }

    /// <summary>Called on the leader's own thread as it begins to lead, with the reactor's word.</summary>
    internal void Begin(ulong word) => Generation = ReactorWord.Generation(word);

    /// <summary>Called on the leader's own thread: from now on it touches nothing of the reactor.</summary>
    internal void Lose() => HasLost = true;

    /// <summary>Starts the thread; it waits for its first reactor.</summary>
    /// <exception cref="OutOfMemoryException">The system gives no more threads.</exception>
    /// <exception cref="ThreadStartException">The thread could not be started.</exception>
    internal void Start() => new Thread(Run) { IsBackground = true, Name = "RouteGen reactor" }.UnsafeStart();

    /// <summary>Gives a waiting leader a reactor to lead. The caller ensures that no other thread does.</summary>
    internal void Assign(Reactor reactor)
    {
        _reactor = reactor;
        _assigned.Set();
    }

    /// <summary>The leader's handler is about to compute on without the lead: it makes way for those who lead. Any thread.</summary>
    internal void MakeWay()
    {
        _hasUsualSlice = true;
        TimeSlice.Restore(_threadId);
    }

    /// <summary>Sends a waiting leader home: its thread ends.</summary>
    internal void Dismiss() => Assign(null!);

    private void Run()
    {
        t_current = this;
        _threadId = TimeSlice.CurrentThread();
        Hurry();
        while (true)
        {
            _assigned.WaitOne();
            if (_reactor is not { } reactor) return;
            HasLost = false;
            reactor.Lead(this);
            if (_hasUsualSlice) Hurry();
            LeaderPool.Park(this);
        }
    }

    /// <summary>The leader is to get a processor soon when it wakes. Any thread.</summary>
    internal void Hurry()
    {
        _hasUsualSlice = false;
        TimeSlice.Shorten(_threadId);
    }
}
