// A server under an orchestrator: it listens, gets the signal to stop, and leaves in order.
//
//   serving --signal--> draining (not ready, still serving, every response closes its connection) --DrainDelay--> shutting down --> ended
//
// The delay is for clients that still send requests here, because they have not yet noticed that the server is not ready.
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
    /// Meanwhile <see cref="IsReady"/> is false and responses carry <c>Connection: close</c>. It should be longer than a load balancer
    /// takes to notice.
    /// </remarks>
    public TimeSpan DrainDelay { get; init; }

    /// <summary>Time limit of the shutdown itself in <see cref="RunAsync"/>. Default 30 s.</summary>
    /// <remarks>
    /// Zero means the default; a negative time, such as <see cref="Timeout.InfiniteTimeSpan"/>, waits for every request, however long it
    /// takes. Connections that are still open afterwards are aborted.
    /// </remarks>
    public TimeSpan DrainTimeout { get; init; }

    /// <summary>
    /// True if new requests should be sent here: from the start until the signal to stop. <see cref="Health.Ready"/> reports it.
    /// </summary>
    public bool IsReady => LocalEndPoint is not null && !_isDraining && !_isStopping;

    /// <summary>
    /// Listens at <see cref="Addr"/>, or at inherited sockets, and serves requests until the process is asked to end (SIGINT, SIGTERM) or
    /// the token is cancelled; then leaves in order: no longer ready, <see cref="DrainDelay"/>, <see cref="ShutdownAsync"/> for
    /// <see cref="DrainTimeout"/> at most. A second signal has its usual effect.
    /// </summary>
    /// <param name="onListening">Called when the server listens and the signals are watched. May be null. If it throws, the server is
    /// closed, and the call fails with its exception.</param>
    /// <param name="cancellationToken">Has the effect of a signal.</param>
    /// <returns>True if every request that had begun got its response. False if the limit expired, and connections were closed; the log
    /// says how many.</returns>
    /// <exception cref="TransportException">The address is in use, or cannot be listened at.</exception>
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
            // The exception tells the caller that the server does not run.
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
            _isClosingConns = true;
        }

        // A shutdown meanwhile ends the delay.
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
