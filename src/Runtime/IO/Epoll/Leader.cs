namespace RouteGen.IO;

/// <summary>A thread that leads a reactor, until it loses the lead.</summary>
internal sealed class Leader
{
    [ThreadStatic]
    private static Leader? t_current;

    private readonly Reactor _reactor;

    internal Leader(Reactor reactor) => _reactor = reactor;

    /// <summary>The calling thread's; null on a thread that leads nothing.</summary>
    internal static Leader? Current => t_current;

    internal Reactor Reactor => _reactor;

    /// <summary>Whether another thread leads now. Written and read by this leader's own thread alone.</summary>
    internal bool HasLost { get; set; }

    internal void Start()
    {
        var thread = new Thread(Run, maxStackSize: 0) { IsBackground = true, Name = _reactor.Name };
        thread.UnsafeStart();
    }

    private void Run()
    {
        t_current = this;
        _reactor.Lead(this);
    }
}
