// Accepts connections in one loop. An accept that finds a connection completes synchronously, so all waiting connections are accepted at
// once. After a failed accept, usually for lack of descriptors, the loop pauses: 5 ms at first, doubling to 1 s, as in Go.
//
// StopAsync ends the loop, accepts the backlog, whose peers are already connected, and closes the socket.
using System.Net;
using System.Net.Sockets;

namespace RouteGen.IO;

internal sealed class SocketListener : IoListener
{
    // Largest number of connections that are accepted when the listener stops.
    private const int BacklogMax = 4096;
    private const int FirstPauseMs = 5;
    private const int PauseMsMax = 1000;

    private readonly Socket _socket;
    private readonly DeadlineClock _clock;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();

    // Set when the listener is started.
    private Func<Conn, ConnDriver> _makeDriver = null!;
    private Action<string> _log = null!;

    // Guarded by _gate.
    private Task? _accepting;
    private Task? _stopped;

    /// <summary>Creates a listener, which accepts after <see cref="Start"/>.</summary>
    internal SocketListener(Socket socket, DeadlineClock clock)
    {
        _socket = socket;
        _clock = clock;
        socket.Blocking = false;
        LocalEndPoint = SocketBackend.TranslateBack(socket.LocalEndPoint);
        if (OperatingSystem.IsLinux() && LocalEndPoint is IPEndPoint) BoundUnsent(socket);
    }

    // Limits unsent bytes. Accepted sockets inherit the option.
    private static void BoundUnsent(Socket socket)
    {
        const int Tcp = 6;
        const int NotSentLowWater = 25;
        try
        {
            socket.SetRawSocketOption(Tcp, NotSentLowWater, BitConverter.GetBytes(IoBackend.UnsentBytesMax));
        }
        catch (SocketException)
        {
            // Some sandboxes that emulate Linux do not have the option. The system's limit then applies.
        }
    }

    internal override void Start(Func<Conn, ConnDriver> makeDriver, Action<string> log)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stopped is not null, this);
            _makeDriver = makeDriver;
            _log = log;
            _accepting = Task.Run(AcceptAsync);
        }
    }

    internal override EndPoint LocalEndPoint { get; }

    internal override ValueTask StopAsync()
    {
        lock (_gate) return new ValueTask(_stopped ??= Task.Run(() => StopCoreAsync(_accepting)));
    }

    internal override void RemoveFile(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // As on the other back end and in Go, the listener is closed and the file is left.
            _log?.Invoke($"The socket's file could not be removed: {failure.Message}");
        }
    }

    private async Task StopCoreAsync(Task? accepting)
    {
        if (accepting is not null)
        {
            await _stop.CancelAsync().ConfigureAwait(false);
            await accepting.ConfigureAwait(false);
            AcceptBacklog();
        }

        _socket.Dispose();
    }

    private async Task AcceptAsync()
    {
        var pauseMs = 0;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                Admit(await _socket.AcceptAsync(_stop.Token).ConfigureAwait(false));
                pauseMs = 0;
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException e) when (IsPeersFault(e))
            {
                // The peer closed the connection before it was accepted. Continue with the next one.
            }
            catch (Exception e)
            {
                // All failures are caught, because only clients would notice if the listener ended.
                pauseMs = Math.Clamp(pauseMs * 2, FirstPauseMs, PauseMsMax);
                _log($"Accept failed: {e.Message}; trying again in {pauseMs} ms.");
                await Task.Delay(pauseMs, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // The number is limited, so that a flood of connections cannot keep a listener from closing.
    private void AcceptBacklog()
    {
        for (var count = 0; count < BacklogMax; count++)
        {
            try
            {
                if (!_socket.Poll(0, SelectMode.SelectRead)) return;
                Admit(_socket.Accept());
            }
            catch (SocketException e) when (IsPeersFault(e))
            {
                // Continue with the next one, as in the loop.
            }
            catch (SocketException e)
            {
                if (!SocketErrors.IsWouldBlock(e.SocketErrorCode)) _log($"Accept failed: {e.Message}; the rest of the backlog is dropped.");
                return;
            }
        }
    }

    private static bool IsPeersFault(SocketException e) =>
        e.SocketErrorCode is SocketError.ConnectionAborted or SocketError.ConnectionReset;

    private void Admit(Socket socket)
    {
        SocketConn? conn = null;
        try
        {
            conn = new SocketConn(socket, _clock);
            conn.Driver = _makeDriver(conn);
            conn.BeginFirstTurn();
        }
        catch (SocketException)
        {
            // On some systems, options cannot be set on a connection that was already reset.
            socket.Dispose();
        }
        catch (Exception e)
        {
            // A failure of makeDriver must not end the loop.
            _log($"A connection was dropped: {FailureText.MessageOf(e)}");
            if (conn is null) socket.Dispose();
            else conn.Close();
        }
    }
}
