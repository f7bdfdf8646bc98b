using System.Net;
using RouteGen.IO;

namespace RouteGen.Benchmarks.Serving;

/// <summary>A connection in memory: requests are there when asked for, answers vanish. What is left is our own work.</summary>
internal sealed class FakeConn : Conn
{
    private readonly byte[] _requests;
    private bool _hasArrived;

    internal FakeConn(byte[] requests) => _requests = requests;

    internal long SentBytes { get; private set; }

    internal void Arrive() => _hasArrived = true;

    internal override int TryReceive(Span<byte> buffer)
    {
        if (!_hasArrived) return WouldBlock;
        _hasArrived = false;
        _requests.CopyTo(buffer);
        return _requests.Length;
    }

    internal override int TrySend(ReadOnlySpan<byte> data)
    {
        SentBytes += data.Length;
        return data.Length;
    }

    internal override bool IsTimedOut => false;

    internal override EndPoint LocalEndPoint => new IPEndPoint(IPAddress.Loopback, 1);

    internal override EndPoint RemoteEndPoint => new IPEndPoint(IPAddress.Loopback, 2);

    internal override long TurnInstant => 1;

    internal override ValueTask WaitReadableAsync() => throw new NotSupportedException();

    internal override void WaitReadable() => throw new NotSupportedException();

    internal override ValueTask SendAsync(ReadOnlyMemory<byte> data) => throw new NotSupportedException();

    internal override void Send(ReadOnlySpan<byte> data) => throw new NotSupportedException();

    internal override void Resume() => throw new NotSupportedException();

    internal override void Notify(Ready ready) => throw new NotSupportedException();

    internal override void ShutdownSend()
    {
    }

    internal override void Abort()
    {
    }

    internal override void Close()
    {
    }

    protected override void OnDeadlineEarlier(long instant)
    {
    }
}
