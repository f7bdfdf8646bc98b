// Turns of an accepted connection, on the thread pool: in the completion of the receive that found the connection free, or queued.
//
// A turn that ends Suspended meets Resume in _suspension, since a handler may complete on another thread before its turn has
// returned. Whichever comes second queues the next turn: Resume finds Suspended and queues, or the turn finds Resumed and does.
using System.Diagnostics;

namespace RouteGen.IO;

internal sealed partial class SocketConn : IThreadPoolWorkItem
{
    private const int Running = 0;
    private const int Suspended = 1;
    private const int Resumed = 2;

    private int _suspension = Running;

    // Why the queued turn runs. Written by the owner that queues it.
    private Ready _reason;

    /// <summary>
    /// Gives up the ownership that the constructor's caller has: an accepted connection's first turn, which sets its first deadline.
    /// </summary>
    internal void BeginFirstTurn() => QueueTurn(Ready.Read);

    private void BeginTurns()
    {
        var reason = BecomeQuiet();
        if (reason != Ready.None) QueueTurn(reason);
    }

    internal override void Notify(Ready ready) => Dispatch(_word.Post(ready), mayRunHere: false);

    internal override void Resume()
    {
        if (Interlocked.CompareExchange(ref _suspension, Resumed, Running) == Running) return;
        Debug.Assert(Volatile.Read(ref _suspension) == Suspended, "One Resume for each Suspended.");
        Volatile.Write(ref _suspension, Running);
        QueueTurn(Ready.None);
    }

    void IThreadPoolWorkItem.Execute() => RunTurn(_reason);

    private void Dispatch(PostResult posted, bool mayRunHere)
    {
        if ((posted.Woken & Waiters.Read) != 0) WakeReader(mayRunHere);
        if (posted.Turn == Ready.None) return;
        if (mayRunHere) RunTurn(posted.Turn);
        else QueueTurn(posted.Turn);
    }

    private void QueueTurn(Ready reason)
    {
        _reason = reason;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private void RunTurn(Ready reason)
    {
        // A deadline that has caused a turn is used up; the driver may set another.
        if ((reason & Ready.Deadline) != 0) SetDeadline(0);
        switch (Driver!.RunTurn(reason))
        {
            case TurnEnd.Quiet:
                BeginTurns();
                break;
            case TurnEnd.Again:
                QueueTurn(Ready.None);
                break;
            case TurnEnd.Suspended:
                if (Interlocked.CompareExchange(ref _suspension, Suspended, Running) == Running) break;
                Volatile.Write(ref _suspension, Running);
                QueueTurn(Ready.None);
                break;
            case TurnEnd.Closed:
                break;
        }
    }

    // If none, the connection is free, and this call must not touch it any more. Otherwise there is a reason for another turn.
    private Ready BecomeQuiet() => BeginReceive() ? _word.TryRelease() : Ready.Read;
}
