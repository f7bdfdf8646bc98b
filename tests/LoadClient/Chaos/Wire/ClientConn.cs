// One of the clients: a connection after the other, a batch of requests after the other, sent and read at the same time.
using System.Net;
using System.Net.Sockets;

namespace LoadClient.Chaos;

internal sealed class ClientConn(ChaosLoad load, int index) : IWatched
{
    // A source address for each client, so that ports in TIME_WAIT do not run out.
    private readonly IPAddress _source = new([127, 0, (byte)(1 + (index / 250)), (byte)(1 + (index % 250))]);
    private readonly Dice _dice = new(load.Options.Seed, ((long)load.FirstId << 32) + index + 1);

    private Socket _socket = null!;
    private ResponseReader _responses = null!;
    private Batch? _batch;
    private string _phase = "";

    public Progress Progress { get; } = new();

    public string Describe() =>
        $"client {index}, {_phase}, {_batch?.Fault} after {_batch?.SentCount} bytes, reads {_responses?.Current}, batch: "
            + $"{string.Join("; ", _batch?.Plans ?? [])}";

    internal async Task RunAsync()
    {
        while (!load.IsOver) await RunConnectionAsync();
        Progress.Rests = true;
    }

    private async Task RunConnectionAsync()
    {
        using (_socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true })
        {
            Enter("connecting");
            _socket.Bind(new IPEndPoint(_source, 0));
            await _socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, load.Port));
            _responses = new ResponseReader(load, _socket, Progress);
            while (!load.IsOver && await ExchangeAsync())
            {
                if (_dice.OneIn(20)) break;
            }
        }
    }

    private void Enter(string phase)
    {
        _phase = phase;
        Progress.Made();
    }

    // False: the connection is of no use any more.
    private async Task<bool> ExchangeAsync()
    {
        var batch = _batch = new Batch(load.Options, load.NextId, _dice);
        Enter("sending and reading");
        var sending = SendAsync(batch);
        var goesOn = false;
        try
        {
            goesOn = await _responses.ReadAsync(batch, sending);
        }
        catch (ChaosException)
        {
            // Reported; what follows on this connection is worth nothing.
        }

        foreach (var plan in batch.Plans) load.Kept.Forget(plan);
        var mustReset = batch.Fault == ClientFault.Abandon && _dice.OneIn(2);
        if (mustReset) _socket.LingerState = new LingerOption(true, 0);
        if (!goesOn) _socket.Dispose();
        Enter("waiting for the end of its sending");
        return await sending && goesOn;
    }

    private async Task<bool> SendAsync(Batch batch)
    {
        // Not on the reader's time.
        await Task.Yield();
        try
        {
            await Pieces.SendAsync(_socket, batch.Sent, _dice, Progress);
            if (batch.Fault is ClientFault.Truncate or ClientFault.HalfClose) _socket.Shutdown(SocketShutdown.Send);
            if (batch.Fault == ClientFault.Reset)
            {
                _socket.LingerState = new LingerOption(true, 0);
                _socket.Dispose();
            }

            return true;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The server may close while something is sent, or the reader has.
            return false;
        }
    }
}
