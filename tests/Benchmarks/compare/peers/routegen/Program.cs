// Our server with every route that the scenarios ask for. The sample samples/Ping has /ping alone, and answers where that is enough.
//   RouteGenPeer HOST:PORT [HOST:PORT for TLS]
using RouteGen;

if (args is [_, var secure]) _ = Http.ListenAndServeTlsAsync(secure, "cert.pem", "key.pem");
await Http.ListenAndServeAsync(args[0]);
