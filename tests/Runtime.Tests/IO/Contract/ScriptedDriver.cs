using RouteGen.IO;

namespace Runtime.Tests.IO;

/// <summary>A driver that is a function, and that notices two turns at once.</summary>
internal sealed class ScriptedDriver(Func<Ready, TurnEnd> run) : ConnDriver
{
    private int _turns;
    private int _overlaps;
    private int _inTurn;

    internal int Turns => Volatile.Read(ref _turns);

    internal int Overlaps => Volatile.Read(ref _overlaps);

    /// <summary>What a turn threw: the contract forbids it, so that the test's own fault is.</summary>
    internal Exception? Failure { get; private set; }

    internal override TurnEnd RunTurn(Ready ready)
    {
        if (Interlocked.Exchange(ref _inTurn, 1) != 0) Interlocked.Increment(ref _overlaps);
        Interlocked.Increment(ref _turns);
        try
        {
            // The turn is over for this purpose when its result is known: from then on Resume may begin the next.
            return run(ready);
        }
        catch (Exception e)
        {
            Failure = e;
            return TurnEnd.Suspended;
        }
        finally
        {
            Volatile.Write(ref _inTurn, 0);
        }
    }
}
