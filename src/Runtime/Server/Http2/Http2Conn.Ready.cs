// The queue of streams whose turn has come, and the threads that run them.
//
// On a reactor, one call runs all of them, one after the other (_isRunning). If a handler blocks, the next leader calls OnTakenOver, which
// queues another call for the rest, and the old call runs no further stream. On the thread pool each stream gets a call of its own, which
// first queues the call for the next stream. At most ThreadsMax streams of a connection hold a thread at a time.
using RouteGen.IO;

namespace RouteGen.Serving;

internal sealed partial class Http2Conn
{
    // Guarded by Gate.
    private Http2Stream? _firstReady;
    private Http2Stream? _lastReady;

    // Number of stream turns in progress.
    private int _threads;

    // True while a call runs the streams of a reactor's connection.
    private bool _isRunning;

    // True from Conn.QueueStreams until the call that it requests.
    private bool _isNodeQueued;

    private bool HasReady => _firstReady is not null && _threads < Http2Limits.ThreadsMax;

    /// <summary>Puts a stream into the queue. The caller holds Gate, and calls <see cref="ScheduleLocked"/> outside of a turn.</summary>
    internal void MakeReady(Http2Stream stream, StreamWork work)
    {
        var isQueued = stream.Work != StreamWork.None;
        stream.Work |= work;
        if (isQueued) return;
        if (_lastReady is null) _firstReady = stream;
        else _lastReady.NextReady = stream;
        _lastReady = stream;
    }

    /// <summary>Sees to it that ready streams get a thread. The caller holds Gate.</summary>
    internal void ScheduleLocked()
    {
        if (!HasReady || _isInTurn || _isNodeQueued || (_isRunning && _conn.RunsStreamsTogether)) return;
        _isNodeQueued = true;
        _conn.QueueStreams();
    }

    internal override void RunStreams(bool isQueued)
    {
        var together = _conn.RunsStreamsTogether;
        var hasRun = false;
        while (true)
        {
            Http2Stream? stream;
            StreamWork work;
            lock (Gate)
            {
                if (isQueued) _isNodeQueued = isQueued = false;
                if (hasRun) _threads--;
                stream = together || !hasRun ? TakeReady(out work) : Nothing(out work);
                if (stream is null)
                {
                    _isRunning = false;
                    FlushLocked();
                    ScheduleLocked();
                    return;
                }

                _isRunning = together;
                if (!together) ScheduleLocked();
            }

            hasRun = true;
            if (stream.Run(work)) continue;
            lock (Gate)
            {
                _threads--;
                ScheduleLocked();
            }

            return;
        }
    }

    private Http2Stream? TakeReady(out StreamWork work)
    {
        work = StreamWork.None;
        if (!HasReady) return null;
        var stream = _firstReady!;
        _firstReady = stream.NextReady;
        if (_firstReady is null) _lastReady = null;
        stream.NextReady = null;
        work = stream.Work;
        stream.Work = StreamWork.None;
        _threads++;
        return stream;
    }

    private static Http2Stream? Nothing(out StreamWork work)
    {
        work = StreamWork.None;
        return null;
    }
}
