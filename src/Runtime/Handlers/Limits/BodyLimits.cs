namespace RouteGen.Handling;

/// <summary>Makes bodies with a limit.</summary>
internal static class BodyLimits
{
    /// <summary>
    /// The body with a limit. When it is exceeded, the connection closes after the response: the rest of the body is not worth reading.
    /// </summary>
    internal static Body Limit(ResponseWriter w, Body body, long limitBytes) => new MaxBytesBody(body, limitBytes, () =>
    {
        // A committed head cannot change; the server then closes the connection because of the unread rest.
        if (w.StatusCode == 0) w.Header.Set("Connection", "close");
    });
}
