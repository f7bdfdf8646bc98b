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
using System.Buffers;
using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Runtime.CompilerServices;
using System.Security.Authentication;

namespace RouteGen.IO;

internal sealed partial class TlsConn : Conn
{
    // Go's limit. A server sends a few session tickets. More records without data would only waste time.
    private const int UselessRecordsMax = 16;

    private readonly Conn _conn;
    private readonly TlsWire _wire;
    private SslStream? _ssl;
    private TlsConnectionState? _state;

    // The failure that ended the connection, unless the underlying connection failed. Set once.
    private volatile TransportException? _failure;
    private volatile bool _isAborted;
    private volatile bool _isNotified;

    // Used by the reader: the rest of a decrypted record, in a rented array while there is one.
    private byte[]? _plain;
    private int _plainStart;
    private int _plainEnd;
    private bool _sawEnd;
    private bool _isTold;
    private int _uselessRecords;

    // Used by the writer: the number of bytes of the caller's next send that are already encrypted.
    private int _ahead;
    private bool _isShut;

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

    internal override int TryReceive(Span<byte> buffer)
    {
        ThrowIfEnded();
        _isTold = false;
        var count = TakePlain(buffer);
        while (count < buffer.Length && !_sawEnd)
        {
            if (_wire.HasRecord)
            {
                DecryptRecord();
                if (_failure is null)
                {
                    count += TakePlain(buffer[count..]);
                    continue;
                }

                // Data that came before the failure is read first.
                if (count > 0) return count;
                ThrowIfEnded();
            }

            if (count > 0 && !_wire.MayHoldMore) break;
            if (!TryFill(hasSome: count > 0)) return count > 0 ? count : WouldBlock;
        }

        return count;
    }

    internal override int TrySend(ReadOnlySpan<byte> data)
    {
        ThrowIfEnded();
        if (!_wire.Output.TryFlush()) return WouldBlock;
        var count = Math.Min(_ahead, data.Length);
        _ahead -= count;
        while (count < data.Length)
        {
            var part = data.Slice(count, Math.Min(data.Length - count, TlsRecord.PlainBytesMax));
            Encrypt(part);
            if (!_wire.Output.TryFlush())
            {
                _ahead = part.Length;
                break;
            }

            count += part.Length;
        }

        return count > 0 || data.IsEmpty ? count : WouldBlock;
    }

    internal override bool MayHaveEnded => _conn.MayHaveEnded;

    internal override ValueTask WaitReadableAsync() => IsReadable() ? default : WaitForDataAsync();

    internal override void WaitReadable()
    {
        if (IsReadable()) return;
        do _conn.WaitReadable();
        while (!TryPrepare() && !HasInputEnded);
        ThrowIfEndedHere();
    }

    internal override ValueTask SendAsync(ReadOnlyMemory<byte> data)
    {
        try
        {
            var count = TrySend(data.Span);
            return count == data.Length ? default : SendRestAsync(data[Math.Max(count, 0)..]);
        }
        catch (TransportException failure)
        {
            return ValueTask.FromException(failure);
        }
    }

    internal override void Send(ReadOnlySpan<byte> data)
    {
        while (true)
        {
            var count = TrySend(data);
            if (count == data.Length) return;
            if (count > 0) data = data[count..];
            _wire.Output.Flush();
        }
    }

    internal override void ShutdownSend()
    {
        // A close_notify cannot follow a partly sent record. The peer then sees a truncated stream.
        if (_wire.Output.TryFlush())
        {
            AppendCloseNotify();
            _wire.Output.TryFlush();
        }

        _conn.ShutdownSend();
    }

    internal override void Abort()
    {
        _isAborted = true;
        _conn.Abort();
    }

    internal override void Resume() => _conn.Resume();

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

    /// <summary>
    /// Decrypts input until there is data. Returns false if there is none and the socket is empty. Returns true if a read may succeed, or
    /// will report the end or a failure. Called by the reader.
    /// </summary>
    internal bool TryPrepare()
    {
        try
        {
            while (!HasData && _failure is null)
            {
                if (_wire.HasRecord)
                {
                    DecryptRecord();
                    continue;
                }

                var count = _wire.Fill();
                _wire.CheckRecord();
                if (count == 0) return true;
                if (count == WouldBlock) return false;
            }
        }
        catch (TransportException)
        {
            // The next read reports the failure again.
        }

        return true;
    }

    /// <summary>
    /// Returns true if there is input that a driver may not know of after its turn ended with Quiet. Returns true at most once between two
    /// reads.
    /// </summary>
    internal bool TakeUntoldInput()
    {
        if (_isTold || !HasInput) return false;
        return _isTold = true;
    }

    private bool HasEnded => _isAborted || _failure is not null || _conn.IsTimedOut;

    private bool HasData => _plain is not null || _sawEnd;

    // The next read reports a failure that was found after data.
    private bool HasInput => HasData || _failure is not null || _wire.HasRecord;

    // Returns true if a read can complete at once, even if it fails. The wait of the underlying connection reports the end of that
    // connection.
    private bool IsReadable()
    {
        if (_isAborted || _conn.IsTimedOut) return false;
        return _failure is not null || HasData || (_wire.HasRecord && TryPrepare());
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WaitForDataAsync()
    {
        do await _conn.WaitReadableAsync().ConfigureAwait(false);
        while (!TryPrepare() && !_isNotified && !HasInputEnded);
        _isNotified = false;
        ThrowIfEndedHere();
    }

    private bool HasInputEnded => Driver is { HasInputEnded: true };

    // A record without data, such as a session ticket, may complete the underlying wait just before this side ends the connection. Then
    // this wait fails instead.
    private void ThrowIfEndedHere()
    {
        if (_isAborted || _conn.IsTimedOut) ThrowIfEnded();
    }

    // The underlying connection reports its own end when it is used.
    private void ThrowIfEnded()
    {
        if (_failure is { } failure) throw new TransportException(failure.Error, failure.Message, failure.InnerException);
        if (_isAborted) throw EndedBy(TransportError.Aborted);
        if (_conn.IsTimedOut) throw EndedBy(TransportError.TimedOut);
    }

    // Returns true if data or the end has arrived, or false if nothing can be read now.
    private bool TryFill(bool hasSome)
    {
        int count;
        try
        {
            count = _wire.Fill();
            _wire.CheckRecord();
        }
        catch (TransportException) when (hasSome)
        {
            // Data that came before the failure is read first. The next read reports the failure.
            return false;
        }

        if (count == 0)
        {
            if (!_wire.Unread.IsEmpty)
            {
                // Data that came before the failure is read first. The next read reports the failure.
                if (hasSome) return false;
                throw new TransportException(TransportError.UnexpectedEof, "The peer closed the connection in the middle of a TLS record.");
            }

            _sawEnd = true;
        }

        return count != WouldBlock;
    }

    // Decrypts one record. Afterwards _plain has its data, if there is any, or _failure is set.
    private void DecryptRecord()
    {
        Debug.Assert(_plain is null);
        _plain = ArrayPool<byte>.Shared.Rent(_wire.BeginRecord());
        _plainStart = _plainEnd = 0;
        try
        {
            _plainEnd = _ssl!.Read(_plain, 0, _plain.Length);
            _uselessRecords = 0;
            // RFC 8446 section 6.1: close_notify. Data after it is ignored.
            if (_plainEnd == 0) _sawEnd = true;
        }
        catch (TlsNeedsInputException)
        {
            if (++_uselessRecords > UselessRecordsMax)
                Fail(new TransportException(TransportError.Tls, "The peer sent too many TLS records without data."));
        }
        catch (Exception broken) when (broken is IOException or AuthenticationException)
        {
            Fail(
                new TransportException(
                    TransportError.Tls, "The peer ended the TLS connection with an alert, or sent a record that cannot be read.", broken));
        }

        if (_plainEnd == 0) ReleasePlain();
    }

    private int TakePlain(Span<byte> buffer)
    {
        if (_plain is null) return 0;
        var count = Math.Min(buffer.Length, _plainEnd - _plainStart);
        _plain.AsSpan(_plainStart, count).CopyTo(buffer);
        _plainStart += count;
        if (_plainStart == _plainEnd) ReleasePlain();
        return count;
    }

    private void ReleasePlain()
    {
        if (_plain is { } array) ArrayPool<byte>.Shared.Return(array);
        _plain = null;
    }

    private void Encrypt(ReadOnlySpan<byte> data)
    {
        if (_isShut) throw new TransportException(TransportError.Aborted, "This side of the connection has been shut down.");
        try
        {
            _ssl!.Write(data);
        }
        catch (Exception broken) when (broken is (IOException and not TransportException) or AuthenticationException)
        {
            Fail(new TransportException(TransportError.Tls, "The data could not be encrypted.", broken));
            ThrowIfEnded();
        }
    }

    private async ValueTask SendRestAsync(ReadOnlyMemory<byte> data)
    {
        while (true)
        {
            await _wire.Output.FlushAsync().ConfigureAwait(false);
            var count = TrySend(data.Span);
            if (count == data.Length) return;
            if (count > 0) data = data[count..];
        }
    }
}
