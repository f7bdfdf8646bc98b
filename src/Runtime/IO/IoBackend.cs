using System.Net;

namespace RouteGen.IO;

/// <summary>Makes connections: by accepting them and by dialing. One contract, two implementations (docs/ARCHITECTURE.md, "IO").</summary>
internal abstract class IoBackend
{
    /// <summary>Listens at an address and gives every accepted connection a driver.</summary>
    /// <param name="address">Where; port 0 takes a free one. <see cref="IPAddress.IPv6Any"/> listens dual-stack.</param>
    /// <param name="makeDriver">Called once per connection, before its first turn; must not wait.</param>
    /// <param name="log">Told of what goes wrong while accepting.</param>
    /// <exception cref="TransportException">The address cannot be listened at.</exception>
    internal abstract IoListener Listen(EndPoint address, Func<Conn, ConnDriver> makeDriver, Action<string> log);

    /// <summary>Connects to one address. Cancelling ends the dial and closes what it had opened.</summary>
    /// <exception cref="TransportException">The address refused or cannot be reached.</exception>
    internal abstract ValueTask<Conn> DialAsync(EndPoint address, CancellationToken cancellationToken);
}

/// <summary>A listening socket.</summary>
internal abstract class IoListener
{
    /// <summary>The bound address, with the port that was taken.</summary>
    internal abstract EndPoint LocalEndPoint { get; }

    /// <summary>Accepts what already waits in the backlog, then closes the listening socket. Accepted connections live on.</summary>
    internal abstract ValueTask StopAsync();
}
