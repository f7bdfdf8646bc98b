// The steps of a dial as delegates of their own: a Func that answers with a ValueTask of a class brings the loader of generic types into
// native binaries, and that is larger than the whole client.
using System.Net;
using RouteGen.IO;

namespace RouteGen;

/// <summary>Looks a name up.</summary>
internal delegate ValueTask<IPAddress[]> ResolveStep(string host, CancellationToken cancellationToken);

/// <summary>Connects to one address.</summary>
internal delegate ValueTask<Conn> ConnectStep(IPAddress address, CancellationToken cancellationToken);

/// <summary>Asks the user for a connection to <c>HOST:PORT</c>.</summary>
internal delegate ValueTask<Conn> DialStreamStep(string address, CancellationToken cancellationToken);
