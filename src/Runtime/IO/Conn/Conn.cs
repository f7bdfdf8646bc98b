// One stream connection, whichever back end carries it (epoll: EpollConn; System.Net.Sockets: SocketConn; TLS over either: TlsConn).
//
// Ownership. A connection has one owner at a time. A server's connection is handed to its ConnDriver in *turns*: RunTurn is
// called with ownership, and its result says what becomes of it (TurnEnd). A client's connection (no driver) is owned by its
// PersistConn from the dial to Close, and only waits.
//
// Reading and writing. TryReceive and TrySend never wait. The owner of the connection may wait for one read and, at the same time, one
// write. Every wait ends when the socket is ready, when the deadline passes, or when Abort is called; the first means "try again", the
// others throw from the wait or from the next try.
//
// Deadline. One instant per connection, in milliseconds of Environment.TickCount64; zero means none. Owners write it and nothing else; the
// back end watches it. It ends the waits of a connection in use (TransportError.TimedOut), and gives an idle driven connection a turn with
// Ready.Deadline. In that turn it is zero: it has expired, and the driver may set another.
//
// Closing. Abort may be called by any thread, any number of times: it shuts the socket down, which wakes the owner. Only the
// owner calls Close, which gives the descriptor back.
using System.Net;
using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;

namespace RouteGen.IO;

internal abstract class Conn
{
    /// <summary>Result of <see cref="TryReceive"/> and <see cref="TrySend"/> when they would have to wait.</summary>
    internal const int WouldBlock = -1;

    /// <summary>Result of <see cref="TrySendFile"/> for a connection or a file for which the system cannot do it.</summary>
    internal const int CannotSendFiles = -2;

    /// <summary>
    /// Maximum number of unread bytes that are passed to <see cref="ConnDriver.IsGoodbye"/>: one more than the longest goodbye.
    /// </summary>
    internal const int GoodbyeBytesMax = 32;

    private long _deadline;

    /// <summary>The driver whose turns these are. Null for a client's connection.</summary>
    internal virtual ConnDriver? Driver { get; set; }

    /// <summary>The instant at which waits end, in <see cref="Environment.TickCount64"/> milliseconds. Zero means none.</summary>
    internal virtual long Deadline => Volatile.Read(ref _deadline);

    /// <summary>Sets <see cref="Deadline"/>. Called by the owner only.</summary>
    internal virtual void SetDeadline(long instant)
    {
        var before = _deadline;
        Volatile.Write(ref _deadline, instant);
        if (instant != 0 && (before == 0 || instant < before)) OnDeadlineEarlier(instant);
    }

    /// <summary>
    /// Variant of <see cref="SetDeadline"/>, by a turn that is in no handler: its thread is the one that watches deadlines, if the back end
    /// has such a thread.
    /// </summary>
    /// <param name="instant">Not zero.</param>
    internal virtual void SetTurnDeadline(long instant) => SetDeadline(instant);

    /// <summary>Stores the deadline without notifying the back end.</summary>
    protected void WriteDeadline(long instant) => Volatile.Write(ref _deadline, instant);

    /// <summary>The back end learns of a deadline that is earlier than the one it may be watching.</summary>
    protected abstract void OnDeadlineEarlier(long instant);

    /// <summary>True if the deadline passed while the connection was in use, or <see cref="Abort"/> was called for it.</summary>
    internal abstract bool IsTimedOut { get; }

    /// <summary>Takes what has arrived: the count of bytes, 0 at the end of the stream, or <see cref="WouldBlock"/>.</summary>
    /// <exception cref="TransportException">The connection broke, was aborted, or timed out.</exception>
    internal abstract int TryReceive(Span<byte> buffer);

    /// <summary>Hands over what the socket takes without waiting: the count of bytes, or <see cref="WouldBlock"/>.</summary>
    /// <exception cref="TransportException">The connection broke, was aborted, or timed out.</exception>
    internal abstract int TrySend(ReadOnlySpan<byte> data);

    /// <summary>Variant of <see cref="TrySend"/>, for a part of a file, which the system moves without a copy.</summary>
    /// <param name="file">Open for reading.</param>
    /// <param name="offset">Beginning of the part.</param>
    /// <param name="count">Length in bytes; not zero.</param>
    /// <returns>The count of bytes; 0 if the file ends there; <see cref="WouldBlock"/>; or <see cref="CannotSendFiles"/> if the file must
    /// be copied.</returns>
    /// <exception cref="TransportException">The connection broke, was aborted, or timed out.</exception>
    internal virtual int TrySendFile(SafeFileHandle file, long offset, int count) => CannotSendFiles;

    /// <summary>Completes when <see cref="TryReceive"/> is worth another try. At most one such wait at a time.</summary>
    /// <exception cref="TransportException">The wait was ended by the deadline or by <see cref="Abort"/>.</exception>
    internal abstract ValueTask WaitReadableAsync();

    /// <summary>
    /// True if the peer's end, or an error, was reported along with what has arrived. Then a short read does not prove that nothing
    /// follows, and no further event is reported: the reader must continue until <see cref="TryReceive"/> finds nothing.
    /// </summary>
    internal virtual bool MayHaveEnded => false;

    /// <summary>Variant of <see cref="WaitReadableAsync"/>, holding the calling thread.</summary>
    internal abstract void WaitReadable();

    /// <summary>Sends everything, waiting as often as it takes. At most one send at a time.</summary>
    /// <exception cref="TransportException">The connection broke, was aborted, or timed out.</exception>
    internal abstract ValueTask SendAsync(ReadOnlyMemory<byte> data);

    /// <summary>Variant of <see cref="SendAsync"/>, holding the calling thread.</summary>
    internal abstract void Send(ReadOnlySpan<byte> data);

    /// <summary>Sends FIN; incoming data can still be read. Called by the owner.</summary>
    internal abstract void ShutdownSend();

    /// <summary>Makes every wait end and every further call fail. Any thread, any number of times; gives no descriptor back.</summary>
    internal abstract void Abort();

    /// <summary>Gives the descriptor back. Called once, by the owner; the connection may not be used afterwards.</summary>
    internal abstract void Close();

    /// <summary>Asks for another turn of a connection whose last one ended with <see cref="TurnEnd.Suspended"/>. Any thread.</summary>
    internal abstract void Resume();

    /// <summary>
    /// Gives a driven connection a turn with <paramref name="ready"/>: at once if it is quiet, else when its owner lets go. Any thread.
    /// </summary>
    internal abstract void Notify(Ready ready);

    /// <summary>
    /// Calls <see cref="ConnDriver.OnPeerEnded"/> when the peer ends its stream, from now until the connection is closed. Takes nothing
    /// that was received. Called by the owner while nothing reads.
    /// </summary>
    /// <returns>True if the peer has ended it already; then there is no call.</returns>
    internal virtual bool WatchPeer() => false;

    /// <summary>
    /// About now, in <see cref="Environment.TickCount64"/> milliseconds: for a turn, and cheap to ask for. It may lag by some 50 ms.
    /// </summary>
    internal virtual long TurnInstant => Environment.TickCount64;

    /// <summary>A driver calls it before it runs a user's handler; the result goes to <see cref="ExitHandler"/>.</summary>
    internal virtual ulong EnterHandler() => 0;

    /// <summary>
    /// Called when the handler has returned. Returns false if another thread has taken over the reactor meanwhile: this thread then
    /// finishes the request it has begun, without waiting turns of other connections, and ends its turn with
    /// <see cref="TurnEnd.Suspended"/> after <see cref="Resume"/>.
    /// </summary>
    internal virtual bool ExitHandler(ulong entered) => true;

    /// <summary>Result of the TLS handshake. Null if the connection is plain.</summary>
    internal virtual TlsConnectionState? Tls => null;

    /// <summary>Value for an unknown address.</summary>
    protected static EndPoint UnknownAddress => new IPEndPoint(IPAddress.None, 0);

    /// <summary>
    /// This end's address. Never throws: <see cref="UnknownAddress"/> once the connection is closed, unless it was read before.
    /// </summary>
    internal abstract EndPoint LocalEndPoint { get; }

    /// <summary>
    /// The peer's address. Never throws, like <see cref="LocalEndPoint"/>: the log reads it in any state of the connection.
    /// </summary>
    internal abstract EndPoint RemoteEndPoint { get; }
}
