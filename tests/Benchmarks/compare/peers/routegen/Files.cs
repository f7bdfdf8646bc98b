using RouteGen;

/// <summary>The folder that the driver fills, served as it is.</summary>
internal static class Files
{
    private static readonly IHandler s_files = Http.StripPrefix("/files", Http.FileServer("files"));

    [HandleFunc("/files/")]
    internal static ValueTask Serve(ResponseWriter w, Request r) => s_files.ServeHttpAsync(w, r);
}
