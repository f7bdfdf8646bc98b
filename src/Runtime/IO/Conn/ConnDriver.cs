namespace RouteGen.IO;

/// <summary>Serves one accepted connection, turn by turn. A turn has ownership of the connection and the thread it runs on.</summary>
internal abstract class ConnDriver
{
    /// <summary>Does what there is to do. Never throws: what fails is the connection's, not the reactor's.</summary>
    /// <param name="ready">What happened; <see cref="Ready.None"/> after <see cref="Conn.Resume"/> or <see cref="TurnEnd.Again"/>.</param>
    internal abstract TurnEnd RunTurn(Ready ready);

    /// <summary>
    /// The handler that a turn runs has been going on for long, and other connections are served by another thread now, which is
    /// the one that calls this: what was finished before that handler must not wait for it.
    /// </summary>
    internal virtual void OnTakenOver()
    {
    }

    /// <summary>
    /// After <see cref="Conn.WatchPeer"/>: the peer has ended its stream, or the connection broke, and nothing unread stands before that.
    /// Any thread, also while a turn runs or is suspended, perhaps more than once; must not wait, nor use the connection.
    /// </summary>
    internal virtual void OnPeerEnded()
    {
    }

    /// <summary>
    /// True if a peer that has sent these bytes, and nothing behind them so far, has ended its stream with them, as protocols with an end
    /// of their own do. Any thread.
    /// </summary>
    /// <param name="unread">The first bytes that are unread, as many as fit <see cref="Conn.GoodbyeBytesMax"/>.</param>
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

    /// <summary>The listener is shutting down: finish what is begun, then close as <c>Server.ShutdownAsync</c> says.</summary>
    Stop = 16,
}

/// <summary>Ways in which a turn ends.</summary>
internal enum TurnEnd
{
    /// <summary>Nothing is left to do until something arrives: the back end takes the connection back.</summary>
    Quiet,

    /// <summary>There is more to do, but others have waited long enough: another turn, after them.</summary>
    Again,

    /// <summary>A handler is still running and keeps ownership; it ends with <see cref="Conn.Resume"/>.</summary>
    Suspended,

    /// <summary>The driver has called <see cref="Conn.Close"/>.</summary>
    Closed,
}
