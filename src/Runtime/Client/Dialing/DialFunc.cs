namespace RouteGen;

/// <summary>Opens a connection in place of a transport. Go's name: the type of <c>Transport.DialContext</c>.</summary>
/// <param name="network">Always <c>tcp</c>, as in Go.</param>
/// <param name="address"><c>HOST:PORT</c>; an IPv6 address is in brackets.</param>
/// <param name="cancellationToken">Cancelled when the dial takes too long, or when it is no longer needed.</param>
/// <returns>
/// A duplex stream that the transport owns from then on. It is read and written at the same time by different threads, and disposed
/// while a read is under way.
/// </returns>
public delegate ValueTask<Stream> DialFunc(string network, string address, CancellationToken cancellationToken);
