using RouteGen;

namespace Items;

/// <summary>The start page. Its handler needs no state, so it is static and in the default mux.</summary>
internal static class Index
{
    // {$} matches only the root; "/" would match every path.
    [Get("/{$}")]
    internal static void Show(ResponseWriter w, Request r) =>
        w.Write("Items: see /v1/items, /v1/categories/{path...}, /livez, /readyz\n"u8);
}
