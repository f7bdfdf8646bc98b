using System.Net;
using System.Net.Sockets;

namespace Runtime.Tests.IO;

/// <summary>The test's end of a connection: a plain socket.</summary>
internal class Peer(Socket socket) : IDisposable
{
    internal EndPoint? LocalEndPoint => socket.LocalEndPoint;

    internal EndPoint? RemoteEndPoint => socket.RemoteEndPoint;

    /// <summary>Bytes that have arrived; with TLS, as they are on the wire.</summary>
    internal int Available => socket.Available;

    protected Socket Socket => socket;

    internal virtual int Send(ReadOnlySpan<byte> data) => socket.Send(data);

    internal virtual int Receive(Span<byte> buffer) => socket.Receive(buffer);

    internal virtual void Shutdown(SocketShutdown how) => socket.Shutdown(how);

    internal void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Dispose();
    }

    public virtual void Dispose() => socket.Dispose();
}
