namespace RouteGen.IO;

/// <summary>Driver of one accepted connection. During a turn it owns the connection and the thread that the turn runs on.</summary>
internal abstract class ConnDriver
{
    /// <summary>Runs a turn. Must not throw: a failure must end only the connection, not the reactor.</summary>
    /// <param name="ready">The events that happened. <see cref="Ready.None"/> after <see cref="Conn.Resume"/> or <see
    /// cref="TurnEnd.Again"/>.</param>
    internal abstract TurnEnd RunTurn(Ready ready);

    /// <summary>
    /// Called by the thread that now serves the other connections, because the handler of this turn has been running for a long time.
    /// Responses that were finished before that handler began must be sent without waiting for it.
    /// </summary>
    internal virtual void OnTakenOver()
    {
    }

    /// <summary>
    /// Runs the streams of a connection that are ready. Called after <see cref="TurnEnd.Streams"/> and <see cref="Conn.QueueStreams"/>, on
    /// a thread that may run handlers. The caller does not own the connection, which may get another turn meanwhile. If the thread loses
    /// the lead during a stream, the method returns, and the next leader calls <see cref="OnTakenOver"/>.
    /// </summary>
    /// <param name="isQueued">True for a call that <see cref="Conn.QueueStreams"/> has requested.</param>
    internal virtual void RunStreams(bool isQueued)
    {
    }

    /// <summary>
    /// Called after <see cref="Conn.WatchPeer"/> when the peer has ended its stream or the connection broke, and no earlier bytes are
    /// unread. Called by any thread, even while a turn runs or is suspended, and more than once. Must not wait or use the connection.
    /// </summary>
    internal virtual void OnPeerEnded()
    {
    }

    /// <summary>
    /// Called when the deadline has passed while the connection has an owner. Returns false if the connection must end. Returns true if
    /// only the owner's wait for data has timed out, or if the deadline has been moved; the driver has then set the next deadline, and the
    /// caller wakes the wait for data. Called by any thread. Must not wait.
    /// </summary>
    internal virtual bool TryEndInput() => false;

    /// <summary>
    /// True if <see cref="TryEndInput"/> has ended the owner's wait for data, so that no further one may begin. It becomes true before the
    /// deadline is moved. A thread that is about to block therefore reads the deadline first, and then this property.
    /// </summary>
    internal virtual bool HasInputEnded => false;

    /// <summary>
    /// Returns true if the unread bytes, with nothing after them yet, end the peer's stream, as in protocols that have their own end
    /// marker. Called by any thread.
    /// </summary>
    /// <param name="unread">The first unread bytes, at most <see cref="Conn.GoodbyeBytesMax"/>.</param>
    internal virtual bool IsGoodbye(ReadOnlySpan<byte> unread) => false;
}

/// <summary>Events of a connection since its last turn.</summary>
[Flags]
internal enum Ready : byte
{
    None = 0,
    Read = 1,
    Write = 2,
    HangUp = 4,

    /// <summary><see cref="Conn.Deadline"/> has passed.</summary>
    Deadline = 8,

    /// <summary>
    /// The listener is shutting down. Finish the work in progress, then close as described for <c>Server.ShutdownAsync</c>.
    /// </summary>
    Stop = 16,
}

/// <summary>Results of a turn.</summary>
internal enum TurnEnd
{
    /// <summary>There is nothing to do until an event arrives. The driver releases the connection.</summary>
    Quiet,

    /// <summary>
    /// Variant of <see cref="Quiet"/> with streams that are ready. The connection is released, and <see cref="ConnDriver.RunStreams"/> is
    /// called on the same thread. Only for connections with <see cref="Conn.RunsStreamsTogether"/>.
    /// </summary>
    Streams,

    /// <summary>There is more to do, but other connections have waited long enough. The next turn runs after theirs.</summary>
    Again,

    /// <summary>A handler is still running and keeps the ownership, until <see cref="Conn.Resume"/> is called.</summary>
    Suspended,

    /// <summary>The driver has called <see cref="Conn.Close"/>.</summary>
    Closed,
}
