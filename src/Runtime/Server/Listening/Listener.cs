using System.Net;
using RouteGen.IO;
using RouteGen.Serving;

namespace RouteGen;

/// <summary>
/// A listening socket, for <see cref="Server.ServeAsync"/>. Connections wait in its backlog until a server serves it. Go's name:
/// <c>net.Listener</c>.
/// </summary>
/// <remarks>Thread-safe. The creator must dispose the listener, unless a server serves it and so disposes it at its shutdown.</remarks>
public sealed class Listener : IDisposable
{
    private const string UnixPrefix = "unix:";

    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string? _file;
    private int _isServed;
    private int _isStopped;

    internal Listener(IoListener socket, string? file)
    {
        Socket = socket;
        _file = file;
    }

    /// <summary>The bound address, with the actual port. For a Unix-domain socket, its path.</summary>
    public EndPoint LocalEndPoint => Socket.LocalEndPoint;

    internal IoListener Socket { get; }

    /// <summary>Completes when the socket is closed.</summary>
    internal Task Closed => _closed.Task;

    /// <summary>Listens on an address. Go's name: <c>net.Listen</c>.</summary>
    /// <param name="addr">
    /// <c>HOST:PORT</c> (IPv4, IPv6 in brackets, or a name), <c>:PORT</c> for every address of the machine (dual-stack), or
    /// <c>unix:PATH</c>. Port 0 means any free port.
    /// </param>
    /// <exception cref="TransportException">The address is in use, or cannot be listened on.</exception>
    /// <exception cref="FormatException"><paramref name="addr"/> is not an address.</exception>
    public static Listener Listen(string addr)
    {
        ArgumentNullException.ThrowIfNull(addr);
        if (addr.StartsWith(UnixPrefix, StringComparison.Ordinal)) return Open(ListenAddress.ParseUnix(addr, UnixPrefix.Length), addr);
        return Open(ListenAddress.Parse(addr), addr);
    }

    /// <summary>Listens on a Unix-domain socket. The socket's file is removed when the listener is closed.</summary>
    /// <remarks>
    /// As in Go, an existing file is not replaced: the address is then in use. The umask of the process determines who may connect.
    /// </remarks>
    /// <param name="path">The file to create, at most 107 bytes. On Linux, <c>@NAME</c> is an abstract name, without a file.</param>
    /// <exception cref="TransportException">The address is in use, or cannot be listened on.</exception>
    /// <exception cref="ArgumentException">The path is empty or too long.</exception>
    public static Listener ListenUnix(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Open(new UnixEndPoint(path), UnixPrefix + path);
    }

    /// <summary>
    /// Creates a listener from the descriptor of a listening socket. The listener owns the descriptor, unless this method throws.
    /// </summary>
    /// <param name="descriptor">The descriptor of a listening TCP or Unix-domain socket.</param>
    /// <exception cref="TransportException">The descriptor is not a listening socket.</exception>
    public static Listener FromDescriptor(int descriptor) => new(IoBackends.Default.Adopt(descriptor), null);

    /// <summary>
    /// Returns the sockets that systemd's socket activation passed to the process (<c>LISTEN_PID</c>, <c>LISTEN_FDS</c>), in the order of
    /// the unit file. Only the first caller, or the first server without an <see cref="Server.Addr"/>, gets them; the variables are then
    /// unset. Empty if there are none.
    /// </summary>
    /// <exception cref="TransportException">A descriptor is not a listening socket.</exception>
    public static IReadOnlyList<Listener> Inherited() => InheritedSockets.Take(null, FromDescriptor, ignored: null);

    /// <summary>
    /// Stops listening. If a server serves the listener, connections in the backlog are still accepted; otherwise they are refused. Open
    /// connections stay open.
    /// </summary>
    public void Dispose() => _ = StopAsync();

    /// <summary>Marks the listener as served. Throws if it was already marked.</summary>
    internal void BeginServe()
    {
        if (Interlocked.Exchange(ref _isServed, 1) != 0)
            throw new InvalidOperationException("The listener is being served, or was served before.");
    }

    /// <summary>Stops the listener like <see cref="Dispose"/>. Completes when the backlog was accepted and the socket is closed.</summary>
    internal async Task StopAsync()
    {
        if (Interlocked.Exchange(ref _isStopped, 1) == 0)
        {
            try
            {
                // The file is removed first, so that new connections are refused at once, and another listener can use the path.
                if (_file is not null) Socket.RemoveFile(_file);
            }
            finally
            {
                try
                {
                    await Socket.StopAsync().ConfigureAwait(false);
                }
                finally
                {
                    _closed.TrySetResult();
                }
            }
        }

        await Closed.ConfigureAwait(false);
    }

    private static Listener Open(EndPoint address, string text)
    {
        try
        {
            return new Listener(IoBackends.Default.Listen(address), address is UnixEndPoint { IsFile: true } unix ? unix.Path : null);
        }
        catch (TransportException failure)
        {
            throw new TransportException(
                failure.Error, $"listen {text}: {Reason(failure)}{ListenAddress.Remedy(failure.Error, address)}", failure);
        }
    }

    // "Listening on ... failed: address already in use" -> "address already in use".
    private static string Reason(TransportException failure) =>
        failure.Message.LastIndexOf(": ", StringComparison.Ordinal) is var colon and >= 0
        ? failure.Message[(colon + 2)..]
        : failure.Message;
}
