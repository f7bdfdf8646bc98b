// A stream connection: EpollConn for epoll, SocketConn for System.Net.Sockets, TlsConn for TLS over either, StreamConn for a user's stream.
//
// Ownership. A connection has one owner at a time. A server's connection is passed to its ConnDriver in *turns*: RunTurn is called with
// ownership, and its result (TurnEnd) says who owns the connection afterwards. A client's connection has no driver. Its PersistConn owns it
// from the dial to Close, and only waits.
//
// Reading and writing. TryReceive and TrySend never wait. The owner may wait for one read and one write at the same time. A wait ends when
// the socket is ready, and the owner then tries again. It also ends when the deadline passes or Abort is called, and then the wait or the
// next try throws.
//
// Deadline. One instant per connection, in milliseconds of Environment.TickCount64; zero means none. Owners only write it; the back end
// watches it. When it passes, the waits of a connection in use end with TransportError.TimedOut, and an idle connection with a driver gets
// a turn with Ready.Deadline. In that turn the deadline is zero, and the driver may set another.
//
// Closing. Any thread may call Abort, any number of times. It shuts down the socket, which wakes the owner. Only the owner calls Close,
// which closes the descriptor.
using System.Net;
using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;

namespace RouteGen.IO;

internal abstract class Conn
{
    /// <summary>Result of <see cref="TryReceive"/> and <see cref="TrySend"/> when they would have to wait.</summary>
    internal const int WouldBlock = -1;

    /// <summary>Result of <see cref="TrySendFile"/> if the system cannot send the file on the connection.</summary>
    internal const int CannotSendFiles = -2;

    /// <summary>
    /// Largest number of unread bytes that are passed to <see cref="ConnDriver.IsGoodbye"/>, one more than the longest goodbye.
    /// </summary>
    internal const int GoodbyeBytesMax = 32;

    private long _deadline;

    /// <summary>The driver that runs the connection's turns. Null for a client's connection.</summary>
    internal virtual ConnDriver? Driver { get; set; }

    /// <summary>The instant at which waits end, in milliseconds of <see cref="Environment.TickCount64"/>. Zero means none.</summary>
    internal virtual long Deadline => Volatile.Read(ref _deadline);

    /// <summary>Sets <see cref="Deadline"/>. Called only by the owner.</summary>
    internal virtual void SetDeadline(long instant)
    {
        var before = _deadline;
        Volatile.Write(ref _deadline, instant);
        if (instant != 0 && (before == 0 || instant < before)) OnDeadlineEarlier(instant);
    }

    /// <summary>
    /// Variant of <see cref="SetDeadline"/> for a turn outside a handler. If the back end has a thread that watches deadlines, the turn
    /// runs on it.
    /// </summary>
    internal virtual void SetTurnDeadline(long instant) => SetDeadline(instant);

    /// <summary>Stores the deadline without notifying the back end.</summary>
    protected void WriteDeadline(long instant) => Volatile.Write(ref _deadline, instant);

    /// <summary>Called when a deadline is set that is earlier than the one that the back end may be watching.</summary>
    protected abstract void OnDeadlineEarlier(long instant);

    /// <summary>True if the deadline passed while the connection was in use.</summary>
    internal abstract bool IsTimedOut { get; }

    /// <summary>Receives available bytes. Returns their number, 0 at the end of the stream, or <see cref="WouldBlock"/>.</summary>
    /// <exception cref="TransportException">The connection broke, was aborted, or timed out.</exception>
    internal abstract int TryReceive(Span<byte> buffer);

    /// <summary>Sends what the socket accepts without waiting. Returns the number of bytes, or <see cref="WouldBlock"/>.</summary>
    /// <exception cref="TransportException">The connection broke, was aborted, or timed out.</exception>
    internal abstract int TrySend(ReadOnlySpan<byte> data);

    /// <summary>
    /// Variant of <see cref="TrySend"/> for a part of a file, which the system sends without a copy. The count must not be zero.
    /// </summary>
    /// <returns>The number of bytes sent, 0 at the end of the file, <see cref="WouldBlock"/>, or <see cref="CannotSendFiles"/> if the file
    /// must be copied.</returns>
    /// <exception cref="TransportException">The connection broke, was aborted, or timed out.</exception>
    internal virtual int TrySendFile(SafeFileHandle file, long offset, int count) => CannotSendFiles;

    /// <summary>Completes when <see cref="TryReceive"/> should be called again. Only one such wait may be in progress.</summary>
    /// <exception cref="TransportException">The deadline or <see cref="Abort"/> ended the wait.</exception>
    internal abstract ValueTask WaitReadableAsync();

    /// <summary>
    /// True if the end of the peer's stream, or an error, was reported together with data. No further event is then reported, and more data
    /// may follow a short read. The reader must call <see cref="TryReceive"/> until it finds nothing.
    /// </summary>
    internal virtual bool MayHaveEnded => false;

    /// <summary>Synchronous variant of <see cref="WaitReadableAsync"/>, which blocks the calling thread.</summary>
    internal abstract void WaitReadable();

    /// <summary>Sends all bytes, and waits as often as necessary. Only one send may be in progress.</summary>
    /// <exception cref="TransportException">The connection broke, was aborted, or timed out.</exception>
    internal abstract ValueTask SendAsync(ReadOnlyMemory<byte> data);

    /// <summary>Synchronous variant of <see cref="SendAsync"/>, which blocks the calling thread.</summary>
    internal abstract void Send(ReadOnlySpan<byte> data);

    /// <summary>Sends FIN. Incoming data can still be read. Called by the owner.</summary>
    internal abstract void ShutdownSend();

    /// <summary>
    /// Ends every wait and fails every later call, but does not close the descriptor. Thread-safe; may be called repeatedly.
    /// </summary>
    internal abstract void Abort();

    /// <summary>Closes the descriptor. Called once, by the owner, which must not use the connection afterwards.</summary>
    internal abstract void Close();

    /// <summary>Requests a turn for a connection whose last turn ended with <see cref="TurnEnd.Suspended"/>. Thread-safe.</summary>
    internal abstract void Resume();

    /// <summary>
    /// Requests a call of <see cref="ConnDriver.RunStreams"/>, without the ownership of the connection. Thread-safe, but the driver must
    /// not call this again before that call has begun.
    /// </summary>
    internal virtual void QueueStreams() =>
        ThreadPool.UnsafeQueueUserWorkItem(static conn => conn.Driver!.RunStreams(isQueued: true), this, preferLocal: false);

    /// <summary>True if one call of <see cref="ConnDriver.RunStreams"/> should run all streams that are ready, because a stream that blocks
    /// is taken over. False if each stream should get a call of its own.</summary>
    internal virtual bool RunsStreamsTogether => false;

    /// <summary>
    /// Reports events to a connection with a driver: wakes the waiters for them, or starts a turn, at the latest when the owner releases
    /// the connection. Thread-safe.
    /// </summary>
    internal abstract void Notify(Ready ready);

    /// <summary>
    /// Enables <see cref="ConnDriver.OnPeerEnded"/> until the connection is closed. No bytes are read. Thread-safe; called while no read is
    /// in progress.
    /// </summary>
    /// <returns>True if the peer has already ended its stream. <see cref="ConnDriver.OnPeerEnded"/> is then not called.</returns>
    internal virtual bool WatchPeer() => false;

    /// <summary>
    /// The current time as a turn sees it, in milliseconds on the clock of <see cref="Environment.TickCount64"/>. It is cheap to read, but
    /// may be up to about 50 ms old.
    /// </summary>
    internal virtual long TurnInstant => Environment.TickCount64;

    /// <summary>
    /// Called by a driver before it runs code that may block or compute: a handler, a protocol function or a TLS handshake. The result is
    /// passed to <see cref="ExitHandler"/>.
    /// </summary>
    internal virtual ulong EnterHandler() => 0;

    /// <summary>
    /// Called when that code has returned. Returns false if another thread has taken over the reactor. This thread then finishes its
    /// request without running turns of other connections, calls <see cref="Resume"/>, and ends its turn with <see
    /// cref="TurnEnd.Suspended"/>.
    /// </summary>
    internal virtual bool ExitHandler(ulong entered) => true;

    /// <summary>Result of the TLS handshake. Null if the connection is not encrypted.</summary>
    internal virtual TlsConnectionState? Tls => null;

    /// <summary>Creates the exception for the use of a connection that this side has ended: it was aborted or timed out.</summary>
    protected static TransportException EndedBy(TransportError reason) => reason == TransportError.TimedOut
        ? new TransportException(TransportError.TimedOut, "The time limit of the connection has expired.")
        : new TransportException(TransportError.Aborted, "The connection was aborted.");

    /// <summary>Placeholder for an unknown address.</summary>
    protected static EndPoint UnknownAddress => new IPEndPoint(IPAddress.None, 0);

    /// <summary>
    /// The local address. Never throws. If it is first read after the connection was closed, it is <see cref="UnknownAddress"/>.
    /// </summary>
    internal abstract EndPoint LocalEndPoint { get; }

    /// <summary>
    /// The peer's address. Never throws, like <see cref="LocalEndPoint"/>, because logs read it in any state of the connection.
    /// </summary>
    internal abstract EndPoint RemoteEndPoint { get; }
}
