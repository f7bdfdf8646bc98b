using RouteGen;

await Http.ListenAndServeAsync(":0");

internal static class Handlers
{
#pragma warning disable RG0000
    [Get("/odd/{id}")]
    internal static void Odd(ResponseWriter w, Request r) => w.Write("odd"u8);

#if WINDOWS
    [Get("/windows")]
    internal static void Windows(ResponseWriter w, Request r) => w.Write("windows"u8);
#endif
}
