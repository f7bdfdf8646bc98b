using System.Net;

namespace RouteGen.IO;

/// <summary>A back end, which accepts and dials connections. There are two implementations (docs/ARCHITECTURE.md, "IO").</summary>
internal abstract class IoBackend
{
    /// <summary>
    /// Largest number of unsent bytes that Linux buffers for a peer with a full window. The system's own limit is up to 4 MiB for each peer
    /// (tcp_wmem). A few hundred peers that do not read would use up the memory for all sockets (tcp_mem) and affect every connection.
    /// Bytes in flight do not count, so fast peers are not affected.
    /// </summary>
    internal const int UnsentBytesMax = 128 * 1024;

    /// <summary>Opens a listening socket. No connection is accepted before <see cref="IoListener.Start"/>.</summary>
    /// <param name="address">The address. Port 0 chooses a free port. <see cref="IPAddress.IPv6Any"/> listens dual-stack.</param>
    /// <exception cref="TransportException">Listening on the address failed.</exception>
    internal abstract IoListener Listen(EndPoint address);

    /// <summary>Takes over an inherited descriptor of a listening socket.</summary>
    /// <param name="descriptor">The descriptor. The listener owns it afterwards, unless the method throws.</param>
    /// <exception cref="TransportException">The descriptor is not a listening stream socket.</exception>
    internal abstract IoListener Adopt(int descriptor);

    /// <summary>Listens on an address and assigns a driver to every accepted connection.</summary>
    internal IoListener Listen(EndPoint address, Func<Conn, ConnDriver> makeDriver, Action<string> log)
    {
        var listener = Listen(address);
        listener.Start(makeDriver, log);
        return listener;
    }

    /// <summary>Connects to one address. Cancellation ends the dial and closes its socket.</summary>
    /// <exception cref="TransportException">The address refused the connection or cannot be reached.</exception>
    internal abstract ValueTask<Conn> DialAsync(EndPoint address, CancellationToken cancellationToken);

    protected static TransportException NotListening(int descriptor) =>
        new(TransportError.Other, $"Descriptor {descriptor} is not a listening socket.");

    protected static TransportException NotStream(int descriptor) =>
        new(TransportError.Other, $"Descriptor {descriptor} is not a stream socket. Use ListenStream= in the socket unit.");
}

/// <summary>A listening socket.</summary>
internal abstract class IoListener
{
    /// <summary>The bound address, with the port that was chosen.</summary>
    internal abstract EndPoint LocalEndPoint { get; }

    /// <summary>Starts to accept connections. Called once.</summary>
    /// <param name="makeDriver">Called once per connection, before its first turn. Must not wait.</param>
    /// <param name="log">Called with messages about failed accepts.</param>
    internal abstract void Start(Func<Conn, ConnDriver> makeDriver, Action<string> log);

    /// <summary>
    /// Accepts the connections in the backlog, if the listener was started, and closes the listening socket. Accepted connections stay
    /// open. May be called any number of times.
    /// </summary>
    internal abstract ValueTask StopAsync();

    /// <summary>Removes the file of a Unix-domain socket, if it still exists.</summary>
    internal abstract void RemoveFile(string path);
}
