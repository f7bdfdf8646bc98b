namespace LoadClient.Chaos;

/// <summary>One load: clients that send for a time. Any thread.</summary>
internal sealed class ChaosLoad(ChaosOptions options, int port, KeptObjects kept, int firstId, TimeSpan time)
{
    private readonly long _end = Environment.TickCount64 + (long)time.TotalMilliseconds;
    private int _lastId = firstId - 1;
    private long _answered;
    private long _unsent;
    private long _cut;

    internal ChaosOptions Options => options;

    internal int Port => port;

    internal KeptObjects Kept => kept;

    internal int FirstId => firstId;

    internal bool IsOver => Environment.TickCount64 > _end;

    internal int Count => Volatile.Read(ref _lastId) + 1 - firstId;

    internal long Answered => Volatile.Read(ref _answered);

    /// <summary>Requests without a whole response.</summary>
    internal long Cut => Volatile.Read(ref _cut);

    internal IReadOnlyList<ClientConn> Conns { get; private set; } = [];

    internal int NextId() => Interlocked.Increment(ref _lastId);

    /// <summary>Requests that a proxy answered with 502 although client and upstream were willing.</summary>
    internal long Unsent => Volatile.Read(ref _unsent);

    internal void CountUnsent() => Interlocked.Increment(ref _unsent);

    internal void CountAnswered() => Interlocked.Increment(ref _answered);

    internal void CountCut(int count) => Interlocked.Add(ref _cut, count);

    internal Task RunAsync()
    {
        Conns = [.. Enumerable.Range(0, options.Conns).Select(index => new ClientConn(this, index))];
        return Task.WhenAll(Conns.Select(static conn => Task.Run(conn.RunAsync)));
    }
}
