using System.Net;
using RouteGen.IO;
using RouteGen.Serving;

namespace RouteGen;

/// <summary>
/// A listening socket, for <see cref="Server.ServeAsync"/>. Connections wait in its backlog until it is served. Go's name:
/// <c>net.Listener</c>.
/// </summary>
/// <remarks>Thread-safe. The creator must dispose it; a server that serves it does so when it shuts down.</remarks>
public sealed class Listener : IDisposable
{
    private const string UnixPrefix = "unix:";

    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string? _file;
    private int _isServed;
    private int _isStopped;

    private Listener(IoListener socket, string? file)
    {
        Socket = socket;
        _file = file;
    }

    /// <summary>The bound address, with the port that was taken. A Unix-domain socket's is its path.</summary>
    public EndPoint LocalEndPoint => Socket.LocalEndPoint;

    internal IoListener Socket { get; }

    /// <summary>Completes when the socket is closed.</summary>
    internal Task Closed => _closed.Task;

    /// <summary>Listens at an address. Go's name: <c>net.Listen</c>.</summary>
    /// <param name="addr">
    /// <c>HOST:PORT</c> (IPv4, or IPv6 in brackets, or a name), <c>:PORT</c> for every address of the machine, dual-stack, or
    /// <c>unix:PATH</c>. Port 0 takes a free one.
    /// </param>
    /// <exception cref="TransportException">The address is in use, or cannot be listened at.</exception>
    /// <exception cref="FormatException"><paramref name="addr"/> is not an address.</exception>
    public static Listener Listen(string addr)
    {
        ArgumentNullException.ThrowIfNull(addr);
        if (addr.StartsWith(UnixPrefix, StringComparison.Ordinal)) return Open(ListenAddress.ParseUnix(addr, UnixPrefix.Length), addr);
        return Open(ListenAddress.Parse(addr), addr);
    }

    /// <summary>Listens at a Unix-domain socket. Its file is removed when the listener is closed.</summary>
    /// <remarks>
    /// An existing file is not touched: then the address is in use (as in Go). The process's umask determines who may connect.
    /// </remarks>
    /// <param name="path">The file to create, 107 bytes at most; <c>@NAME</c> is a name without a file (Linux).</param>
    /// <exception cref="TransportException">The address is in use, or cannot be listened at.</exception>
    /// <exception cref="ArgumentException">The path is empty or too long.</exception>
    public static Listener ListenUnix(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Open(new UnixEndPoint(path), UnixPrefix + path);
    }

    /// <summary>
    /// Takes over a listening socket by its descriptor. The listener owns it from then on, unless it is refused.
    /// </summary>
    /// <param name="descriptor">The descriptor of a listening TCP or Unix-domain socket.</param>
    /// <exception cref="TransportException">It is not a listening socket.</exception>
    public static Listener FromDescriptor(int descriptor) => new(IoBackends.Default.Adopt(descriptor), null);

    /// <summary>
    /// The sockets that the process was started with, by systemd's socket activation (<c>LISTEN_PID</c>, <c>LISTEN_FDS</c>), in the order
    /// of its unit file; empty if there are none. Only the first caller, or the first server without an <see cref="Server.Addr"/>, gets
    /// them: then the variables are unset.
    /// </summary>
    /// <exception cref="TransportException">One of them is not a listening socket.</exception>
    public static IReadOnlyList<Listener> Inherited() => InheritedSockets.Take(null, FromDescriptor, ignored: null);

    /// <summary>
    /// Stops listening: connections in the backlog are served if a server serves the listener, else refused. Open connections stay open.
    /// </summary>
    public void Dispose() => _ = StopAsync();

    /// <summary>It is to be served: one server may, once.</summary>
    internal void BeginServe()
    {
        if (Interlocked.Exchange(ref _isServed, 1) != 0)
            throw new InvalidOperationException("The listener is already being served, or has been.");
    }

    /// <summary>Variant of <see cref="Dispose"/>; completes when the backlog was accepted and the socket closed.</summary>
    internal async Task StopAsync()
    {
        if (Interlocked.Exchange(ref _isStopped, 1) == 0)
        {
            // First: from now on connections are refused at once, and the next listener finds the path free.
            if (_file is not null) Socket.RemoveFile(_file);
            await Socket.StopAsync().ConfigureAwait(false);
            _closed.TrySetResult();
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

    // "Listening at ... failed: address already in use" -> "address already in use".
    private static string Reason(TransportException failure) =>
        failure.Message.LastIndexOf(": ", StringComparison.Ordinal) is var colon and >= 0
        ? failure.Message[(colon + 2)..]
        : failure.Message;
}
