using System.Net;

namespace RouteGen.IO;

/// <summary>Makes connections: by accepting them and by dialing. One contract, two implementations (docs/ARCHITECTURE.md, "IO").</summary>
internal abstract class IoBackend
{
    /// <summary>
    /// Number of unsent bytes that Linux holds for a peer whose window is full. Left to itself it takes up to 4 MiB for each (tcp_wmem),
    /// and some hundred peers that do not read use up the memory for all sockets (tcp_mem), which affects all connections. Bytes in flight
    /// do not count, so fast peers are not affected.
    /// </summary>
    internal const int UnsentBytesMax = 128 * 1024;

    /// <summary>Opens a listening socket. Nothing is accepted before <see cref="IoListener.Start"/>.</summary>
    /// <param name="address">The address; port 0 takes a free one. <see cref="IPAddress.IPv6Any"/> listens dual-stack.</param>
    /// <exception cref="TransportException">The address cannot be listened at.</exception>
    internal abstract IoListener Listen(EndPoint address);

    /// <summary>Takes over a socket that listens already: its descriptor was inherited.</summary>
    /// <param name="descriptor">The descriptor; the listener owns it from now on, unless it is refused.</param>
    /// <exception cref="TransportException">It is not a listening stream socket.</exception>
    internal abstract IoListener Adopt(int descriptor);

    /// <summary>Listens at an address and gives every accepted connection a driver.</summary>
    internal IoListener Listen(EndPoint address, Func<Conn, ConnDriver> makeDriver, Action<string> log)
    {
        var listener = Listen(address);
        listener.Start(makeDriver, log);
        return listener;
    }

    /// <summary>Connects to one address. Cancelling ends the dial and closes what it had opened.</summary>
    /// <exception cref="TransportException">The address refused or cannot be reached.</exception>
    internal abstract ValueTask<Conn> DialAsync(EndPoint address, CancellationToken cancellationToken);
}

/// <summary>A listening socket.</summary>
internal abstract class IoListener
{
    /// <summary>The bound address, with the port that was taken.</summary>
    internal abstract EndPoint LocalEndPoint { get; }

    /// <summary>Begins to accept. Called once.</summary>
    /// <param name="makeDriver">Called once per connection, before its first turn; must not wait.</param>
    /// <param name="log">Called with failures to accept.</param>
    internal abstract void Start(Func<Conn, ConnDriver> makeDriver, Action<string> log);

    /// <summary>
    /// Accepts what already waits in the backlog, if the listener was started, then closes the listening socket. Accepted connections live
    /// on. Any number of times.
    /// </summary>
    internal abstract ValueTask StopAsync();

    /// <summary>Removes the file of a Unix-domain socket, if it is still there.</summary>
    internal abstract void RemoveFile(string path);
}
