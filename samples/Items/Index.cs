using RouteGen;

namespace Items;

/// <summary>What a visitor of the root is told. Without state, so its handler is static, and belongs to the default mux.</summary>
internal static class Index
{
    // {$}: the root alone, where "/" would match every path below it too.
    [Get("/{$}")]
    internal static void Show(ResponseWriter w, Request r) =>
        w.Write("Items: see /v1/items, /v1/categories/{path...}, /livez, /readyz\n"u8);
}
