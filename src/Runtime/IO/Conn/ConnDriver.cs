namespace RouteGen.IO;

/// <summary>Serves one accepted connection, turn by turn. A turn has ownership of the connection and the thread it runs on.</summary>
internal abstract class ConnDriver
{
    /// <summary>Runs a turn. Never throws: a failure ends the connection, not the reactor.</summary>
    /// <param name="ready">The events that happened; <see cref="Ready.None"/> after <see cref="Conn.Resume"/> or
    /// <see cref="TurnEnd.Again"/>.</param>
    internal abstract TurnEnd RunTurn(Ready ready);

    /// <summary>
    /// The handler of a turn has been running for long, and other connections are now served by another thread, which calls this: responses
    /// that were finished before that handler must not wait for it.
    /// </summary>
    internal virtual void OnTakenOver()
    {
    }

    /// <summary>
    /// Called after <see cref="Conn.WatchPeer"/> when the peer has ended its stream, or the connection broke, and nothing before that is
    /// unread. Any thread, also while a turn runs or is suspended, perhaps more than once; must not wait, nor use the connection.
    /// </summary>
    internal virtual void OnPeerEnded()
    {
    }

    /// <summary>
    /// Returns true if these bytes, with nothing after them so far, end the peer's stream, as in protocols with an end of their own. Any
    /// thread.
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
