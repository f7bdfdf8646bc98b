using RouteGen;

namespace Library;

internal static class Routes
{
    [Get("/shelf/{book}")]
    internal static void Shelf(ResponseWriter w, Request r) => w.Write(r.PathValue("book"));
}
