// Receives and decrypts (see "Reading" in TlsConn.cs).
using System.Buffers;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Security.Authentication;

namespace RouteGen.IO;

internal sealed partial class TlsConn
{
    // Go's limit. A few records carry no data, such as a server's session tickets; a longer run of them would only waste time.
    private const int UselessRecordsMax = 16;

    // Used by the reader: the rest of a decrypted record, in a rented array while there is one.
    private byte[]? _plain;
    private int _plainStart;
    private int _plainEnd;
    private bool _sawEnd;
    private bool _isTold;
    private int _uselessRecords;

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

    internal override ValueTask WaitReadableAsync() => IsReadable() ? default : WaitForDataAsync();

    internal override void WaitReadable()
    {
        if (IsReadable()) return;
        do _conn.WaitReadable();
        while (!TryPrepare() && !HasInputEnded);
        ThrowIfEndedHere();
    }

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
}
