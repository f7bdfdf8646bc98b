using RouteGen.Routing;

namespace RouteGen.Handling;

/// <summary>Writes short responses (BEHAVIOUR M8).</summary>
internal static class ShortResponses
{
    /// <summary>Responds with a status and a line of plain text.</summary>
    internal static void Error(ResponseWriter w, string text, int statusCode) => FixedResponses.WriteError(w, statusCode, text);

    /// <summary>Responds with 404 and the same text as a mux.</summary>
    internal static void NotFound(ResponseWriter w) => Error(w, FixedResponses.NotFoundText, Status.NotFound);

    /// <summary>
    /// Responds like <see cref="Error"/>, and also removes fields that describe the intended content, such as <c>Cache-Control</c>. With
    /// these, a cache might store the error. Go's name: <c>serveError</c> (since 1.23).
    /// </summary>
    internal static void ContentError(ResponseWriter w, string text, int statusCode)
    {
        var header = w.Header;
        header.Remove("Cache-Control");
        header.Remove("Content-Encoding");
        header.Remove("Etag");
        header.Remove("Last-Modified");
        Error(w, text, statusCode);
    }
}
