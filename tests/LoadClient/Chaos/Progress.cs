namespace LoadClient.Chaos;

/// <summary>When something last happened on a connection. Any thread.</summary>
internal sealed class Progress
{
    private long _at = Environment.TickCount64;
    private volatile bool _rests;

    /// <summary>Whether nothing is due.</summary>
    internal bool Rests
    {
        get => _rests;
        set
        {
            _rests = value;
            Made();
        }
    }

    internal TimeSpan Since => TimeSpan.FromMilliseconds(Environment.TickCount64 - Volatile.Read(ref _at));

    internal void Made() => Volatile.Write(ref _at, Environment.TickCount64);
}
