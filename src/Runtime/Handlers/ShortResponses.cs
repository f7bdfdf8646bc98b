using RouteGen.Routing;

namespace RouteGen.Handling;

/// <summary>Short responses that handlers give by one call (BEHAVIOUR M8).</summary>
internal static class ShortResponses
{
    /// <summary>A line of plain text with a status.</summary>
    internal static void Error(ResponseWriter w, string text, int statusCode) => FixedResponses.WriteError(w, statusCode, text);

    /// <summary>404 with the text of a mux's own 404.</summary>
    internal static void NotFound(ResponseWriter w) => Error(w, FixedResponses.NotFoundText, Status.NotFound);

    /// <summary>
    /// Variant of <see cref="Error"/>, and without what was said about a representation that is not sent: a cache would store the error
    /// under its rules (Go's <c>serveError</c>, since 1.23).
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
