// A server's life: made -> started (listens; perhaps several times) -> stopping (no more connections, the open ones finish) -> closed.
// _gate guards the state and the listeners.
using System.Net;
using RouteGen.IO;
using RouteGen.Serving;

namespace RouteGen;

public sealed partial class Server
{
    private readonly Lock _gate = new();
    private readonly List<IoListener> _listeners = [];
    private readonly ConnList _conns = new();
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isStopping;
    private volatile bool _isCut;

    internal bool IsStopping => _isStopping;

    /// <summary>Listens at <see cref="Addr"/> and returns; requests are answered from now on.</summary>
    /// <exception cref="TransportException">The address is in use, or cannot be listened at.</exception>
    /// <exception cref="FormatException"><see cref="Addr"/> is not an address.</exception>
    /// <exception cref="ServerClosedException">The server was shut down.</exception>
    public void Start()
    {
        var address = ListenAddress.Parse(Addr);
        lock (_gate)
        {
            if (_isStopping) throw new ServerClosedException();
            IoListener listener;
            try
            {
                listener = IoBackends.Default.Listen(address, MakeConn, Log);
            }
            catch (TransportException failure)
            {
                throw new TransportException(failure.Error, $"listen {Addr}: {Reason(failure)}", failure);
            }

            _listeners.Add(listener);
            LocalEndPoint ??= listener.LocalEndPoint;
        }
    }

    /// <summary>Listens at <see cref="Addr"/> and answers requests until the server is shut down or closed.</summary>
    /// <param name="cancellationToken">Shuts the server down gracefully; the method returns when that is done.</param>
    /// <exception cref="TransportException">The address is in use, or cannot be listened at.</exception>
    /// <exception cref="FormatException"><see cref="Addr"/> is not an address.</exception>
    /// <exception cref="ServerClosedException">The server was shut down before the call.</exception>
    public async Task ListenAndServeAsync(CancellationToken cancellationToken = default)
    {
        Start();
        using var registration = cancellationToken.UnsafeRegister(static state => ((Server)state!).BeginShutdown(), this);
        await _finished.Task.ConfigureAwait(false);
    }

    /// <summary>
    /// Stops accepting, lets every request that has begun be answered, and closes the connections. A connection that has served stays for
    /// <see cref="ShutdownIdleGrace"/>, so that a request on its way is not lost; one that has sent nothing counts as idle 5 s after its accept.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait; open connections stay open then. <see cref="Close"/> ends them.</param>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public async Task ShutdownAsync(CancellationToken cancellationToken = default)
    {
        BeginShutdown();
        await _finished.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stops accepting and cuts every connection, whatever it is doing. Returns at once. Go's name: <c>Server.Close</c>.</summary>
    public void Close()
    {
        _isCut = true;
        BeginShutdown();
        foreach (var conn in _conns.Snapshot()) conn.Transport.Abort();
    }

    internal void Forget(ServerConn conn) => _conns.Remove(conn);

    private void BeginShutdown()
    {
        lock (_gate)
        {
            if (_isStopping) return;
            _isStopping = true;
        }

        _ = FinishShutdownAsync();
    }

    private async Task FinishShutdownAsync()
    {
        // What waits in the backlog is accepted and served: its peer has been told that it is connected.
        foreach (var listener in _listeners) await listener.StopAsync().ConfigureAwait(false);
        foreach (var conn in _conns.Snapshot()) conn.Transport.Notify(Ready.Stop);
        await _conns.WhenEmptyAsync().ConfigureAwait(false);
        _finished.TrySetResult();
    }

    private ConnDriver MakeConn(Conn transport)
    {
        var conn = new ServerConn(this, transport);
        _conns.Add(conn);
        // Close cuts those that it finds in the list; whoever is added later sees that it was called.
        if (_isCut) transport.Abort();
        return conn;
    }

    // "Listening at ... failed: address already in use" -> "address already in use".
    private static string Reason(TransportException failure) =>
        failure.Message.LastIndexOf(": ", StringComparison.Ordinal) is var colon and >= 0 ? failure.Message[(colon + 2)..] : failure.Message;
}
