// Determines where the body of a message ends (RFC 9112 section 6.3), for requests and responses.
using System.Runtime.CompilerServices;

namespace RouteGen.Protocol;

internal static class BodyFramingRules
{
    /// <summary>Returns the framing of a request's body, and its length, or -1 if chunked. A length of 0 means no body.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static BodyFraming OfRequest(RequestHead head, out long length)
    {
        length = head.IsChunked ? -1 : Math.Max(0, head.ContentLength);
        if (head.IsChunked) return BodyFraming.Chunked;
        return length > 0 ? BodyFraming.Length : BodyFraming.None;
    }

    /// <summary>Returns the framing of a response's body, and its length, or -1 if it is not known in advance.</summary>
    internal static BodyFraming OfResponse(ResponseHead head, string requestMethod, out long length)
    {
        length = 0;
        if (requestMethod == "HEAD" || !StatusAllowsBody(head.StatusCode)) return BodyFraming.None;
        length = -1;
        // RFC 9110 section 9.3.6: the tunnel begins after the response to CONNECT, whatever its fields are.
        if (requestMethod == "CONNECT" && head.StatusCode is >= 200 and < 300) return BodyFraming.UntilClose;
        if (head.IsChunked) return BodyFraming.Chunked;
        length = head.ContentLength;
        return length switch { < 0 => BodyFraming.UntilClose, 0 => BodyFraming.None, _ => BodyFraming.Length };
    }

    /// <summary>
    /// Returns the length that the response reports to its reader, as in Go: the declared length for HEAD, 0 without a body, and -1 if
    /// unknown.
    /// </summary>
    internal static long ReportedLength(ResponseHead head, string requestMethod)
    {
        OfResponse(head, requestMethod, out var length);
        return requestMethod == "HEAD" ? head.ContentLength : length;
    }

    /// <summary>True if the connection cannot be used again after a response (RFC 9112 section 9.3).</summary>
    internal static bool ClosesAfter(ResponseHead head, BodyFraming framing)
    {
        if (framing == BodyFraming.UntilClose || head.HasClose || head.HasBareLineFeed) return true;
        return head.MinorVersion == 0 && !head.HasKeepAlive;
    }

    /// <summary>
    /// True if a received response of this status may have a body (RFC 9112 section 6.3). The body of a 205 is framed as usual, because a
    /// client that ignored the body would read it as the next response.
    /// </summary>
    internal static bool StatusAllowsBody(int status) => status is >= 200 and not 204 and not 304;

    /// <summary>
    /// True if a response of this status is sent with a body (RFC 9110 sections 6.4.1 and 15.3.6). A 205 has <c>Content-Length: 0</c>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool SendsBody(int status) => status is >= 200 and not 204 and not 205 and not 304;
}
