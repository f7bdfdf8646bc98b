// A stream as a connection: what its body reads from and its response is sent to. The state is in Http2Stream, under the lock of the
// connection.
using System.Net;
using RouteGen.IO;
using RouteGen.Primitives;

namespace RouteGen.Serving;

internal sealed class Http2StreamConn : Conn
{
    private Http2Stream _stream = null!;

    private Conn Below => _stream.Owner.Transport;

    internal override TlsConnectionState? Tls => Below.Tls;

    internal override bool IsTimedOut => _stream.HasTimedOut;

    internal override EndPoint LocalEndPoint => Below.LocalEndPoint;

    internal override EndPoint RemoteEndPoint => Below.RemoteEndPoint;

    internal override long TurnInstant => Below.TurnInstant;

    internal override ulong EnterHandler() => Below.EnterHandler();

    internal override bool ExitHandler(ulong entered) => Below.ExitHandler(entered);

    internal void Bind(Http2Stream stream) => _stream = stream;

    protected override void OnDeadlineEarlier(long instant) => _stream.Owner.WatchStreams(instant);

    internal override int TryReceive(Span<byte> buffer) => _stream.TryReceive(buffer);

    internal override int TrySend(ReadOnlySpan<byte> data) => _stream.TrySend(data);

    internal override ValueTask WaitReadableAsync() => _stream.WaitReadableAsync();

    internal override void WaitReadable() => _stream.WaitReadable();

    internal override async ValueTask SendAsync(ReadOnlyMemory<byte> data)
    {
        while (true)
        {
            var count = _stream.TrySend(data.Span);
            if (count == data.Length) return;
            if (count > 0) data = data[count..];
            await _stream.WaitWritableAsync().ConfigureAwait(false);
        }
    }

    internal override void Send(ReadOnlySpan<byte> data)
    {
        while (true)
        {
            var count = _stream.TrySend(data);
            if (count == data.Length) return;
            if (count > 0) data = data[count..];
            _stream.WaitWritable();
        }
    }

    internal override void ShutdownSend()
    {
        // The end of a response ends the stream (Http2Stream).
    }

    internal override void Abort() => _stream.Abort();

    internal override void Close()
    {
        // The connection closes, not a stream.
    }

    internal override void Resume()
    {
        // A stream gets no further turn: its owner finishes the response.
    }

    internal override void Notify(Ready ready) => _stream.WakeReader();
}
