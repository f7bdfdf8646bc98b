// Evaluates conditional requests in the order of RFC 9110 section 13.2.2: If-Match, or otherwise If-Unmodified-Since; If-None-Match, or
// otherwise If-Modified-Since; then If-Range. The tag of the content is the Etag field that the handler has set. Times are in whole
// seconds, the precision of header fields.
namespace RouteGen.Handling;

internal static class Preconditions
{
    /// <summary>Evaluates the conditions of the request, and responds with 304 or 412 if one of them is false.</summary>
    /// <param name="w">Writes the response. Its header describes the content.</param>
    /// <param name="r">The request.</param>
    /// <param name="modified">Time of the last change, in UTC and whole seconds, or null if unknown.</param>
    /// <param name="range">The value of <c>Range</c>, or empty if there is none or it must be ignored.</param>
    /// <returns>True if a response was written.</returns>
    internal static bool TryRespond(ResponseWriter w, Request r, DateTime? modified, out string range)
    {
        range = "";
        var fields = r.Header;
        var tag = w.Header.Get("Etag");
        if (!HoldsMatch(fields, tag, modified))
        {
            w.WriteHeader(Status.PreconditionFailed);
            return true;
        }

        var isRead = r.Method is "GET" or "HEAD";
        var noneMatch = fields.Get("If-None-Match");
        if (noneMatch.Length > 0)
        {
            if (EntityTag.ListMatches(noneMatch, tag, isStrong: false))
            {
                if (isRead) WriteNotModified(w);
                else w.WriteHeader(Status.PreconditionFailed);
                return true;
            }
        }
        else if (IsNotModified(r, modified))
        {
            WriteNotModified(w);
            return true;
        }

        range = fields.Get("Range");
        if (range.Length > 0 && isRead && !HoldsForRange(fields.Get("If-Range"), tag, modified)) range = "";
        return false;
    }

    /// <summary>Returns true if the content has not changed since the date in a GET or HEAD request (RFC 9110 section 13.1.3).</summary>
    internal static bool IsNotModified(Request r, DateTime? modified) =>
        r.Method is "GET" or "HEAD" && modified is { } time && HttpDate.TryParse(r.Header.Get("If-Modified-Since"), out var since)
        && time <= since;

    /// <summary>
    /// Responds with 304, without the fields that describe a body (RFC 9110 section 15.4.5) and, if there is a tag, without the date.
    /// </summary>
    internal static void WriteNotModified(ResponseWriter w)
    {
        var header = w.Header;
        header.Remove("Content-Type");
        header.Remove("Content-Length");
        header.Remove("Content-Encoding");
        if (header.Get("Etag").Length > 0) header.Remove("Last-Modified");
        w.WriteHeader(Status.NotModified);
    }

    // RFC 9110 section 13.1.1 or, without If-Match, section 13.1.4.
    private static bool HoldsMatch(Header fields, string tag, DateTime? modified)
    {
        var match = fields.Get("If-Match");
        if (match.Length > 0) return EntityTag.ListMatches(match, tag, isStrong: true);
        return modified is not { } time || !HttpDate.TryParse(fields.Get("If-Unmodified-Since"), out var since) || time <= since;
    }

    // RFC 9110 section 13.1.5: strong comparison of a tag, or exactly the same date.
    private static bool HoldsForRange(ReadOnlySpan<char> value, string tag, DateTime? modified)
    {
        if (value.IsEmpty) return true;
        if (EntityTag.TryTake(ref value, out var candidate)) return EntityTag.AreStrongEqual(candidate, tag);
        return modified is { } time && HttpDate.TryParse(value, out var date) && date == time;
    }
}
