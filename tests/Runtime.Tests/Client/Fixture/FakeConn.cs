using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using RouteGen.IO;

namespace RouteGen.Tests.Client;

/// <summary>A connection in memory: the test is the server, the clock and the network.</summary>
internal sealed class FakeConn : Conn
{
    private readonly object _gate = new();
    private readonly Queue<byte> _incoming = new();
    private readonly MemoryStream _sent = new();
    private TaskCompletionSource? _readWait;
    private TaskCompletionSource? _sendWait;
    private TransportException? _broken;
    private bool _isEnded;

    internal int CloseCount { get; private set; }

    internal int AbortCount { get; private set; }

    /// <summary>The test's note of how many sent bytes it has answered.</summary>
    internal int Answered { get; set; }

    /// <summary>What sends fail with; null: they succeed.</summary>
    internal Exception? SendError { get; set; }

    /// <summary>How many bytes the send that fails with <see cref="SendError"/> writes before, like TLS its first records.</summary>
    internal int SentBeforeError { get; set; }

    /// <summary>Whether the connection passes for one over TLS.</summary>
    internal bool IsTls { get; set; }

    internal override TlsConnectionState? Tls =>
        IsTls ? (TlsConnectionState)RuntimeHelpers.GetUninitializedObject(typeof(TlsConnectionState)) : null;

    /// <summary>How many bytes the socket still takes without a wait.</summary>
    internal int SendRoom { get; set; } = int.MaxValue;

    /// <summary>How many bytes one receive gets at most: what arrives in pieces.</summary>
    internal int ReceiveMax { get; set; } = int.MaxValue;

    internal bool IsReadWaiting { get { lock (_gate) return _readWait is { Task.IsCompleted: false }; } }

    internal string Sent { get { lock (_gate) return Encoding.Latin1.GetString(_sent.ToArray()); } }

    internal override bool IsTimedOut => _broken is { IsTimeout: true };

    internal override void Notify(Ready ready) => throw new InvalidOperationException("A client's connection has no driver to tell.");

    internal override EndPoint LocalEndPoint => new IPEndPoint(IPAddress.Loopback, 1);

    internal override EndPoint RemoteEndPoint => new IPEndPoint(IPAddress.Loopback, 2);

    internal void Arrive(string text)
    {
        lock (_gate) foreach (var letter in text) _incoming.Enqueue((byte)letter);
        WakeReader();
    }

    internal void ArriveEnd()
    {
        lock (_gate) _isEnded = true;
        WakeReader();
    }

    internal void Break(TransportException error)
    {
        lock (_gate) _broken ??= error;
        WakeReader();
        Interlocked.Exchange(ref _sendWait, null)?.TrySetResult();
    }

    /// <summary>The deadline passes.</summary>
    internal void Expire() => Break(new TransportException(TransportError.TimedOut, "The time limit of the connection has expired."));

    /// <summary>A send that waits goes on; later ones do not wait.</summary>
    internal void MakeSendRoom()
    {
        SendRoom = int.MaxValue;
        Interlocked.Exchange(ref _sendWait, null)?.TrySetResult();
    }

    internal override int TryReceive(Span<byte> buffer)
    {
        lock (_gate)
        {
            Assert.Equal(0, CloseCount);
            if (_broken is not null) throw _broken;
            if (_incoming.Count == 0) return _isEnded ? 0 : WouldBlock;
            var count = Math.Min(Math.Min(buffer.Length, ReceiveMax), _incoming.Count);
            for (var index = 0; index < count; index++) buffer[index] = _incoming.Dequeue();
            return count;
        }
    }

    internal override int TrySend(ReadOnlySpan<byte> data)
    {
        lock (_gate)
        {
            Assert.Equal(0, CloseCount);
            if (_broken is not null) throw _broken;
            if (SendError is not null)
            {
                _sent.Write(data[..Math.Min(data.Length, SentBeforeError)]);
                throw SendError;
            }

            if (SendRoom == 0) return WouldBlock;
            var count = Math.Min(data.Length, SendRoom);
            if (SendRoom != int.MaxValue) SendRoom -= count;
            _sent.Write(data[..count]);
            return count;
        }
    }

    internal override ValueTask WaitReadableAsync()
    {
        lock (_gate)
        {
            Assert.Equal(0, CloseCount);
            if (_broken is not null) return ValueTask.FromException(_broken);
            if (_incoming.Count > 0 || _isEnded) return default;
            Assert.False(_readWait is { Task.IsCompleted: false }, "There is one read wait at a time.");
            // Completed inline, as a reactor does.
            _readWait = new TaskCompletionSource();
            return new ValueTask(_readWait.Task);
        }
    }

    internal override async ValueTask SendAsync(ReadOnlyMemory<byte> data)
    {
        while (!data.IsEmpty)
        {
            var count = TrySend(data.Span);
            if (count == WouldBlock)
            {
                var wait = new TaskCompletionSource();
                _sendWait = wait;
                if (SendRoom > 0 || _broken is not null) wait.TrySetResult();
                await wait.Task;
            }
            else
            {
                data = data[count..];
            }
        }
    }

    internal override void WaitReadable() => WaitReadableAsync().AsTask().GetAwaiter().GetResult();

    internal override void Send(ReadOnlySpan<byte> data) => SendAsync(data.ToArray()).AsTask().GetAwaiter().GetResult();

    internal override void ShutdownSend()
    {
    }

    internal override void Abort()
    {
        Assert.Equal(0, CloseCount);
        AbortCount++;
        Break(new TransportException(TransportError.Aborted, "The connection was aborted."));
    }

    internal override void Close()
    {
        lock (_gate)
        {
            CloseCount++;
            Assert.Equal(1, CloseCount);
            Assert.False(_readWait is { Task.IsCompleted: false }, "Nobody waits on a connection that is closed.");
        }
    }

    internal override void Resume() => throw new InvalidOperationException();

    protected override void OnDeadlineEarlier(long instant)
    {
    }

    private void WakeReader()
    {
        TaskCompletionSource? wait;
        lock (_gate)
        {
            wait = _readWait;
            _readWait = null;
        }

        // A reactor's thread has no context either; with one, the reader would be queued in place of being run here.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            wait?.TrySetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }
}
