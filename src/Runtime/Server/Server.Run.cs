// Runs a server under an orchestrator: listens, waits for the signal to stop, and shuts down in order.
//
//   serving --signal--> draining (not ready, still serving, every response closes its connection) --DrainDelay--> shutting down --> ended
//
// During the delay, clients that still regard the server as ready may send requests.
using System.Runtime.InteropServices;
using RouteGen.IO;

namespace RouteGen;

public sealed partial class Server
{
    private volatile bool _isDraining;

    /// <summary>
    /// Time for which <see cref="RunAsync"/> continues to serve after the signal to stop, before it shuts down. Default zero.
    /// </summary>
    /// <remarks>
    /// During this time <see cref="IsReady"/> is false, and responses have <c>Connection: close</c>. Choose a longer time than your load
    /// balancer needs to notice that the server is not ready.
    /// </remarks>
    public TimeSpan DrainDelay { get; init; }

    /// <summary>Time limit of the shutdown in <see cref="RunAsync"/>, not counting <see cref="DrainDelay"/>. Default 30 s.</summary>
    /// <remarks>
    /// Zero means the default; a negative time, such as <see cref="Timeout.InfiniteTimeSpan"/>, means no limit. Connections that are still
    /// open when the limit expires are aborted.
    /// </remarks>
    public TimeSpan DrainTimeout { get; init; }

    /// <summary>
    /// True if clients should send new requests: from the start of the server until the signal to stop. <see cref="Health.Ready"/> reports
    /// this property.
    /// </summary>
    public bool IsReady => LocalEndPoint is not null && !_isDraining && !Host.IsStopping;

    /// <summary>
    /// Listens on <see cref="Addr"/>, or on inherited sockets, and serves requests until the process gets SIGINT or SIGTERM, or the token
    /// is cancelled. Then it sets <see cref="IsReady"/> to false, waits for <see cref="DrainDelay"/>, and shuts the server down within
    /// <see cref="DrainTimeout"/>. A second signal has its default effect.
    /// </summary>
    /// <param name="onListening">Called when the server listens and handles signals. May be null. If it throws, the server is closed, and
    /// the exception is rethrown.</param>
    /// <param name="cancellationToken">Has the same effect as a signal.</param>
    /// <returns>True if all requests that had begun got their responses. False if the time limit expired and connections were aborted;
    /// their number is logged.</returns>
    /// <exception cref="TransportException">The address is in use, or cannot be listened on.</exception>
    /// <exception cref="FormatException"><see cref="Addr"/> is not an address.</exception>
    /// <exception cref="ServerClosedException">The server was shut down before the call.</exception>
    /// <exception cref="InvalidOperationException">A mounted member is null (<see cref="MountAttribute"/>), or no thread could be
    /// started.</exception>
    public async Task<bool> RunAsync(Action? onListening = null, CancellationToken cancellationToken = default)
    {
        var leave = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Leave);
        using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Leave);
        Start();
        try
        {
            onListening?.Invoke();
        }
        catch
        {
            // A caller that gets an exception expects that the server is not running.
            Close();
            throw;
        }

        using (cancellationToken.UnsafeRegister(static leave => ((TaskCompletionSource)leave!).TrySetResult(), leave))
            await Task.WhenAny(leave.Task, _finished.Task).ConfigureAwait(false);
        return await LeaveAsync().ConfigureAwait(false);

        void Leave(PosixSignalContext context) => context.Cancel = leave.TrySetResult();
    }

    private async Task<bool> LeaveAsync()
    {
        lock (_gate)
        {
            _isDraining = true;
            Host.IsClosingConns = true;
        }

        // ShutdownAsync or Close ends the delay.
        if (DrainDelay > TimeSpan.Zero) await Task.WhenAny(Task.Delay(Instants.ForTimer(DrainDelay)), _finished.Task).ConfigureAwait(false);
        BeginShutdown();
        try
        {
            await _finished.Task.WaitAsync(DrainLimit()).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            Log($"Shutdown took too long; {ConnCount} connections were closed.");
            Close();
            return false;
        }
    }

    private TimeSpan DrainLimit()
    {
        if (DrainTimeout == TimeSpan.Zero) return TimeSpan.FromSeconds(30);
        return DrainTimeout < TimeSpan.Zero ? Timeout.InfiniteTimeSpan : Instants.ForTimer(DrainTimeout);
    }
}
