// The stream that SslStream uses as its socket. A read never returns more than the rest of one record, so SslStream never buffers part of a
// record.
//
// During the handshake, reads wait asynchronously, limited by the connection's deadline. Afterwards they do not wait: TlsConn calls
// BeginRecord when a whole record has arrived, and then lets SslStream read it. Writes never wait: they append to Output.
using System.Diagnostics;

namespace RouteGen.IO;

internal sealed class TlsWire : Stream
{
    private readonly Conn _conn;

    // Used by the reader.
    private InputBuffer _input;
    private int _recordLeft;
    private bool _isOpen;

    internal TlsWire(Conn conn)
    {
        _conn = conn;
        Output = new TlsOutput(conn);
    }

    internal TlsOutput Output { get; }

    /// <summary>True if the peer sent an HTTP response instead of a handshake, as a server without TLS does.</summary>
    internal bool SawResponse { get; private set; }

    /// <summary>Bytes that have arrived and have not been read.</summary>
    internal ReadOnlySpan<byte> Unread => _input.Unread;

    /// <summary>True if the last fill used all free space, so that more data may be available.</summary>
    internal bool MayHoldMore { get; private set; }

    /// <summary>True if a whole record has arrived.</summary>
    internal bool HasRecord
    {
        get
        {
            var unread = _input.Unread;
            return unread.Length > TlsRecord.HeaderBytes && unread.Length >= TlsRecord.Length(unread);
        }
    }

    /// <summary>
    /// Reads the server name from the ClientHello at the start of the connection. The bytes remain for SslStream. Returns an empty text if
    /// there is no name.
    /// </summary>
    /// <exception cref="TransportException">The connection ended, or its deadline passed.</exception>
    internal async ValueTask<string> PeekServerNameAsync()
    {
        var hello = default(ClientHelloReader);
        while (true)
        {
            if (hello.TryRead(_input.Unread, out var name)) return name;
            var count = Fill();
            // SslStream reports the missing data.
            if (count == 0) return "";
            if (count == Conn.WouldBlock) await _conn.WaitReadableAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Ends the handshake. Reads do not wait from now on.</summary>
    internal void Open() => _isOpen = true;

    /// <summary>Receives once. The result is that of <see cref="Conn.TryReceive"/>.</summary>
    /// <exception cref="TransportException">As for <see cref="Conn.TryReceive"/>.</exception>
    internal int Fill()
    {
        var count = _input.Fill(_conn, out var filled);
        MayHoldMore = filled;
        if (count <= 0 && _input.IsEmpty) _input.Release();
        return count;
    }

    /// <summary>Throws if the bytes that arrived after the handshake do not begin with the header of a record.</summary>
    internal void CheckRecord()
    {
        var unread = _input.Unread;
        if (unread.Length >= TlsRecord.HeaderBytes && !TlsRecord.IsHeader(unread))
            throw new TransportException(TransportError.Tls, "The peer did not send a TLS record.");
    }

    /// <summary>Allows SslStream to read the record that has arrived.</summary>
    /// <returns>The length of the record, which exceeds the length of its data.</returns>
    internal int BeginRecord()
    {
        Debug.Assert(HasRecord && _recordLeft == 0);
        return _recordLeft = TlsRecord.Length(_input.Unread);
    }

    /// <summary>Returns the buffers to the pool.</summary>
    internal void Release()
    {
        _input.Release();
        Output.Release();
    }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        return _recordLeft > 0 ? Take(buffer) : throw new TlsNeedsInputException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty) return new ValueTask<int>(0);
        return _isOpen ? new ValueTask<int>(Read(buffer.Span)) : ReadHandshakeAsync(buffer);
    }

    public override void Write(ReadOnlySpan<byte> buffer) => Output.Append(buffer);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Output.Append(buffer.Span);
        return default;
    }

    /// <summary>Sends the output during the handshake, when SslStream flushes after each of its flights.</summary>
    public override Task FlushAsync(CancellationToken cancellationToken) => _isOpen ? Task.CompletedTask : Output.FlushAsync().AsTask();

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        // TlsConn flushes the output.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private async ValueTask<int> ReadHandshakeAsync(Memory<byte> buffer)
    {
        while (true)
        {
            if (_recordLeft > 0 || TryBeginHandshakeRecord())
            {
                if (!_input.IsEmpty) return Take(buffer.Span);
            }

            var count = Fill();
            if (count == 0) return 0;
            if (count == Conn.WouldBlock) await _conn.WaitReadableAsync().ConfigureAwait(false);
        }
    }

    // Bytes that are not a record are passed on, because SslStream reports the problem.
    private bool TryBeginHandshakeRecord()
    {
        var unread = _input.Unread;
        if (unread.Length < TlsRecord.HeaderBytes) return false;
        SawResponse |= TlsRecord.LooksLikeResponse(unread);
        _recordLeft = TlsRecord.IsHeader(unread) ? TlsRecord.Length(unread) : unread.Length;
        return true;
    }

    private int Take(Span<byte> buffer)
    {
        var count = Math.Min(Math.Min(buffer.Length, _recordLeft), _input.Count);
        _input.Unread[..count].CopyTo(buffer);
        _input.Consume(count);
        _recordLeft -= count;
        if (_input.IsEmpty) _input.Release();
        return count;
    }
}
