namespace RouteGen.Routing;

/// <summary>Handlers for the responses of a mux itself, except redirects.</summary>
internal static class FixedResponses
{
    /// <summary>Text of every 404, without its line ending.</summary>
    internal const string NotFoundText = "404 page not found";

    /// <summary>Responds with 404 and the text of Go's <c>http.NotFound</c>.</summary>
    internal static readonly IHandler NotFound = new NotFoundHandler();

    /// <summary>Responds with 400 and no body, for the target <c>*</c> and for a path with invalid escapes.</summary>
    internal static readonly IHandler BadTarget = new BadTargetHandler();

    /// <summary>Responds with 405 and the text of Go's mux. <c>Allow</c> is already set.</summary>
    internal static readonly IHandler MethodNotAllowed = new MethodNotAllowedHandler();

    private sealed class NotFoundHandler : IHandler
    {
        public ValueTask ServeHttpAsync(ResponseWriter w, Request r)
        {
            WriteError(w, 404, NotFoundText);
            return default;
        }
    }

    private sealed class MethodNotAllowedHandler : IHandler
    {
        public ValueTask ServeHttpAsync(ResponseWriter w, Request r)
        {
            WriteError(w, 405, "Method Not Allowed");
            return default;
        }
    }

    private sealed class BadTargetHandler : IHandler
    {
        public ValueTask ServeHttpAsync(ResponseWriter w, Request r)
        {
            // As in Go, an HTTP/1.0 response has no such field, because its connection closes anyway.
            if (r.Proto != "HTTP/1.0") w.Header.Set("Connection", "close");
            w.WriteHeader(400);
            return default;
        }
    }

    /// <summary>Responds with a line of plain text.</summary>
    /// <param name="w">The response.</param>
    /// <param name="status">The status.</param>
    /// <param name="text">The line, without its end.</param>
    internal static void WriteError(ResponseWriter w, int status, string text)
    {
        // As in Go's Error since 1.23, the field is removed, because it would describe content that is not sent.
        w.Header.Remove("Content-Length");
        w.Header.Set("Content-Type", "text/plain; charset=utf-8");
        w.Header.Set("X-Content-Type-Options", "nosniff");
        w.WriteHeader(status);
        w.Write(text);
        w.Write("\n"u8);
    }
}
