// The steps of a dial as delegates. The first two return a Task, because a delegate that returns a ValueTask of a class can be inspected by
// reflection. That would add to native binaries the loader of generic types, which is larger than the whole client.
using System.Net;
using RouteGen.IO;

namespace RouteGen;

/// <summary>Looks up a name.</summary>
internal delegate Task<IPAddress[]> ResolveStep(string host, CancellationToken cancellationToken);

/// <summary>Connects to one address.</summary>
internal delegate Task<Conn> ConnectStep(IPAddress address, CancellationToken cancellationToken);

/// <summary>Calls the user's dial function with <c>HOST:PORT</c>.</summary>
internal delegate ValueTask<Conn> DialStreamStep(string address, CancellationToken cancellationToken);
