namespace RouteGen.Routing;

/// <summary>The responses that a mux itself makes, except redirects.</summary>
internal static class FixedResponses
{
    /// <summary>Text of every 404, without its line end.</summary>
    internal const string NotFoundText = "404 page not found";

    /// <summary>404, as Go's <c>http.NotFound</c> words it.</summary>
    internal static readonly IHandler NotFound = new NotFoundHandler();

    /// <summary>400 without a body, for a target that names no path: <c>*</c>, or one whose escapes are broken.</summary>
    internal static readonly IHandler BadTarget = new BadTargetHandler();

    /// <summary>405, as Go's mux words it; the mux has set <c>Allow</c>.</summary>
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
            // As in Go; an HTTP/1.0 connection closes without the field.
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
        // It describes content that is not sent (as in Go's Error, since 1.23).
        w.Header.Remove("Content-Length");
        w.Header.Set("Content-Type", "text/plain; charset=utf-8");
        w.Header.Set("X-Content-Type-Options", "nosniff");
        w.WriteHeader(status);
        w.Write(text);
        w.Write("\n"u8);
    }
}
