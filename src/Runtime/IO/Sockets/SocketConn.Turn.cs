// Turns of an accepted connection. They run on the thread pool, either inline in the completion of a receive, or queued.
//
// A handler may complete on another thread and call Resume before its turn has returned Suspended. The field _suspension records which came
// first, and the later of the two queues the next turn.
using System.Diagnostics;

namespace RouteGen.IO;

internal sealed partial class SocketConn : IThreadPoolWorkItem
{
    private const int Running = 0;
    private const int Suspended = 1;
    private const int Resumed = 2;

    private int _suspension = Running;

    // Reason of the queued turn. Written by the owner that queues it.
    private Ready _reason;

    /// <summary>
    /// Queues the first turn of an accepted connection, which sets its first deadline. The caller of the constructor gives up its
    /// ownership.
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
        Debug.Assert(Volatile.Read(ref _suspension) == Suspended, "Resume was called twice.");
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
        // A deadline that has caused a turn is cleared. The driver may set another.
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

    // Returns None if the connection was released; the caller must then not use it any more. Otherwise returns the reason for another turn.
    private Ready BecomeQuiet() => BeginReceive() ? _word.TryRelease() : Ready.Read;
}
