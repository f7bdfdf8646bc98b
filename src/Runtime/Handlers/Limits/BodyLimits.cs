namespace RouteGen.Handling;

/// <summary>Creates bodies with a limit.</summary>
internal static class BodyLimits
{
    /// <summary>
    /// Returns a body with a limit. If the limit is exceeded, the connection closes after the response, and the rest of the body is not
    /// read.
    /// </summary>
    internal static Body Limit(ResponseWriter w, Body body, long limitBytes) => new MaxBytesBody(body, limitBytes, () =>
    {
        // A committed head cannot be changed. The server then closes the connection because of the unread body.
        if (w.StatusCode == 0) w.Header.Set("Connection", "close");
    });
}
