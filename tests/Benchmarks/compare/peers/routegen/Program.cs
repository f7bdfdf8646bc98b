// Our server with every route that the scenarios ask for. The sample samples/Ping has /ping alone, and answers where that is enough.
//   RouteGenPeer HOST:PORT
using RouteGen;

await Http.ListenAndServeAsync(args[0]);
