namespace RouteGen;

/// <summary>Opens a connection for a transport. Go's name: the type of <c>Transport.DialContext</c>.</summary>
/// <param name="network">Always <c>tcp</c>, as in Go.</param>
/// <param name="address"><c>HOST:PORT</c>, with brackets around an IPv6 address.</param>
/// <param name="cancellationToken">Cancelled when the dial takes too long or is no longer needed.</param>
/// <returns>A duplex stream, which the transport then owns. One thread may read it while another writes it, and it may be disposed during a
/// read.</returns>
public delegate ValueTask<Stream> DialFunc(string network, string address, CancellationToken cancellationToken);
