// Encrypts and sends (see "Writing" in TlsConn.cs).
using System.Security.Authentication;

namespace RouteGen.IO;

internal sealed partial class TlsConn
{
    // Used by the writer: the number of bytes of the caller's next send that are already encrypted.
    private int _ahead;
    private bool _isShut;

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
}
