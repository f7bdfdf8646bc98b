// TLS over an underlying connection, which this connection owns. SslStream implements TLS, but never waits: it reads records that have
// arrived (TlsWire), and writes to memory (TlsOutput). The underlying connection does all waiting.
//
// Reading. One record at a time is decrypted into a rented array. Data that the reader does not take at once stays there. So SslStream
// never contains data, and an idle connection has no buffer between records. A read returns all available data that fits its buffer. A read
// that returns less has read everything, as on a plain connection.
//
// Writing. Encrypted data must be sent completely and unchanged. TrySend encrypts one record at a time. If the socket does not accept all
// of it, the bytes of that record count as not sent yet (_ahead). The caller must pass the same bytes again, and they are counted when
// their record is sent. So a caller whose bytes have all been counted can release the connection, because nothing remains to be sent. At
// most one record is buffered.
//
// The underlying connection provides deadline, Abort, waits and turns. TlsDriver passes the turns to the driver of this one.
//
// The end. close_notify (RFC 8446 section 6.1) is sent before FIN. An end of the peer's stream between two records, without close_notify,
// counts as normal, as in Go, because a message with a known length reveals a truncation itself.
using System.Diagnostics;
using System.Net;
using System.Net.Security;

namespace RouteGen.IO;

internal sealed partial class TlsConn : Conn
{
    private readonly Conn _conn;
    private readonly TlsWire _wire;
    private SslStream? _ssl;
    private TlsConnectionState? _state;

    // The failure that ended the connection, unless the underlying connection failed. Set once.
    private volatile TransportException? _failure;
    private volatile bool _isAborted;
    private volatile bool _isNotified;

    internal TlsConn(Conn conn)
    {
        _conn = conn;
        _wire = new TlsWire(conn);
    }

    /// <summary>The underlying connection.</summary>
    internal Conn Below => _conn;

    internal TlsWire Wire => _wire;

    /// <summary>
    /// The server name that the client requested (SNI), as sent. Empty if there is none. Set before the acceptor is called.
    /// </summary>
    internal string ServerName { get; private set; } = "";

    internal override TlsConnectionState? Tls => _state;

    /// <summary>
    /// Null after a handler took over the connection. Continuations of the underlying one then do not run on the threads of turns.
    /// </summary>
    internal override ConnDriver? Driver
    {
        get => base.Driver;
        set
        {
            base.Driver = value;
            if (value is null) _conn.Driver = null;
        }
    }

    internal override long Deadline => _conn.Deadline;

    internal override void SetDeadline(long instant) => _conn.SetDeadline(instant);

    protected override void OnDeadlineEarlier(long instant) => Debug.Fail("The underlying connection has the deadline.");

    internal override bool IsTimedOut => _conn.IsTimedOut;

    internal override bool MayHaveEnded => _conn.MayHaveEnded;

    internal override void Abort()
    {
        _isAborted = true;
        _conn.Abort();
    }

    internal override void Resume() => _conn.Resume();

    internal override void QueueStreams() => _conn.QueueStreams();

    internal override bool RunsStreamsTogether => _conn.RunsStreamsTogether;

    internal override void Notify(Ready ready)
    {
        // Makes the notified wait complete even if no complete record has arrived.
        _isNotified = true;
        _conn.Notify(ready);
    }

    internal override bool WatchPeer()
    {
        // Input that was already received is checked here. The underlying connection checks later input.
        if (_sawEnd || TlsRecord.IsGoodbye(_wire.Unread)) return true;
        return _plain is null && _wire.Unread.IsEmpty && _conn.WatchPeer();
    }

    internal override long TurnInstant => _conn.TurnInstant;

    internal override ulong EnterHandler() => _conn.EnterHandler();

    internal override bool ExitHandler(ulong entered) => _conn.ExitHandler(entered);

    internal override EndPoint LocalEndPoint => _conn.LocalEndPoint;

    internal override EndPoint RemoteEndPoint => _conn.RemoteEndPoint;

    /// <summary>Makes every later read and write fail with this failure. A driver finds it in its next turn.</summary>
    internal void Fail(TransportException failure) => _failure = failure;

    /// <summary>True if <see cref="Fail"/> was called.</summary>
    internal bool HasFailed => _failure is not null;

    private bool HasEnded => _isAborted || _failure is not null || _conn.IsTimedOut;

    // The underlying connection reports its own end when it is used.
    private void ThrowIfEnded()
    {
        if (_failure is { } failure) throw new TransportException(failure.Error, failure.Message, failure.InnerException);
        if (_isAborted) throw EndedBy(TransportError.Aborted);
        if (_conn.IsTimedOut) throw EndedBy(TransportError.TimedOut);
    }
}
