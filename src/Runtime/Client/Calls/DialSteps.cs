// The steps of a dial as delegates. They return a Task: a delegate that returns a ValueTask of a class can be inspected by reflection,
// which adds the loader of generic types to native binaries, and that is larger than the whole client.
using System.Net;
using RouteGen.IO;

namespace RouteGen;

/// <summary>Looks a name up.</summary>
internal delegate Task<IPAddress[]> ResolveStep(string host, CancellationToken cancellationToken);

/// <summary>Connects to one address.</summary>
internal delegate Task<Conn> ConnectStep(IPAddress address, CancellationToken cancellationToken);

/// <summary>Asks the user for a connection to <c>HOST:PORT</c>.</summary>
internal delegate ValueTask<Conn> DialStreamStep(string address, CancellationToken cancellationToken);
