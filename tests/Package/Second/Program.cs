using RouteGen;

[assembly: CLSCompliant(true)]

Http.HandleFunc("/line", (w, r) => w.Write("line"u8));
await Http.ListenAndServeAsync(":0");

namespace Second
{
    [CLSCompliant(false)]
    [ServeMux]
    public partial class @required
    {
        [Get("/items/{id}")]
        [Obsolete("soon gone", true)]
        private static Task? Item(ResponseWriter w, Request r)
        {
            w.Write(r.PathValue("id"));
            return null;
        }
    }

    internal static class Handlers
    {
        [Mount("/api/")]
        internal static readonly @required Api = new();

        [Get("/second")]
        internal static void Serve(ResponseWriter w, Request r) => w.Write("second"u8);
    }
}
