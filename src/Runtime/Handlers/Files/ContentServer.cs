// Serves seekable content, with conditions and ranges (BEHAVIOUR M15). The order is Go's: date, conditions, type, ranges, head, body.
using System.Globalization;

namespace RouteGen.Handling;

internal static class ContentServer
{
    private const int SniffedBytesMax = ContentSniffer.ConsideredBytesMax;

    /// <summary>Responds with content, or as the conditions and ranges of the request require.</summary>
    /// <param name="w">Writes the response. The header may already have a type, an entity tag and an encoding.</param>
    /// <param name="r">The request.</param>
    /// <param name="name">The name whose extension determines the type.</param>
    /// <param name="modified">Time of the last change, or null if unknown.</param>
    /// <param name="content">The content, a seekable stream.</param>
    /// <param name="cancellationToken">Cancels the response; the connection then closes.</param>
    internal static async ValueTask ServeAsync(
        ResponseWriter w, Request r, string name, DateTimeOffset? modified, Stream content, CancellationToken cancellationToken)
    {
        var time = ContentTime.Of(modified);
        ContentTime.Set(w.Header, time);
        if (Preconditions.TryRespond(w, r, time, out var rangeField)) return;

        var size = await TryDescribeAsync(w, name, content, cancellationToken).ConfigureAwait(false);
        if (size < 0) return;

        var ranges = new List<ByteRange>();
        var outcome = RangeField.Parse(rangeField, size, ranges);
        // As in Go, a range of empty content is ignored, because some clients always request a range.
        if (outcome != RangeOutcome.Satisfiable && !(outcome == RangeOutcome.NoOverlap && size == 0))
        {
            WriteUnsatisfiable(w, outcome, size);
            return;
        }

        if (AreLargerThan(size, ranges)) ranges.Clear();
        await SendAsync(w, r, content, size, ranges, cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask SendAsync(
        ResponseWriter w, Request r, Stream content, long size, List<ByteRange> ranges, CancellationToken cancellationToken)
    {
        var header = w.Header;
        var whole = ranges.Count == 0 ? new ByteRange(0, size) : ranges[0];
        var parts = ranges.Count > 1 ? new MultipartRanges(ranges, header.Get("Content-Type"), size) : null;
        if (parts is not null) header.Set("Content-Type", parts.ContentType);
        else if (ranges.Count == 1) header.Set("Content-Range", whole.Describe(size));

        header.Set("Accept-Ranges", "bytes");
        // An outer handler that has set an encoding encodes what is written here, so the length would be wrong.
        if (!header.Has("Content-Encoding"))
            header.Set("Content-Length", (parts?.Length ?? whole.Length).ToString(CultureInfo.InvariantCulture));
        w.WriteHeader(ranges.Count > 0 ? Status.PartialContent : Status.OK);
        if (r.Method == "HEAD") return;
        if (parts is not null) await parts.SendAsync(w, content, cancellationToken).ConfigureAwait(false);
        else await ContentCopy.SendAsync(w, content, whole, cancellationToken).ConfigureAwait(false);
    }

    // If the ranges together are larger than the content, they overlap and may be an attack (RFC 9110 section 17.15).
    private static bool AreLargerThan(long size, List<ByteRange> ranges)
    {
        foreach (var range in ranges)
            if ((size -= range.Length) < 0) return true;
        return false;
    }

    // Sets the type and returns the size, or -1 if the content could not be read and an error response was written.
    private static async ValueTask<long> TryDescribeAsync(
        ResponseWriter w, string name, Stream content, CancellationToken cancellationToken)
    {
        try
        {
            if (!w.Header.IsSet("Content-Type"))
                w.Header.Set("Content-Type", MediaTypes.Of(name) ?? await SniffAsync(content, cancellationToken).ConfigureAwait(false));
            return content.Length;
        }
        catch (IOException)
        {
            // Nothing was sent yet. The response does not contain details of the failure.
            ShortResponses.ContentError(w, "500 Internal Server Error", Status.InternalServerError);
            return -1;
        }
    }

    private static async ValueTask<string> SniffAsync(Stream content, CancellationToken cancellationToken)
    {
        var beginning = new byte[SniffedBytesMax];
        content.Position = 0;
        var count = await content.ReadAtLeastAsync(beginning, beginning.Length, throwOnEndOfStream: false, cancellationToken)
            .ConfigureAwait(false);
        return ContentSniffer.Detect(beginning.AsSpan(0, count));
    }

    // As in Go 1.19, the validators are kept, because they belong to the requested content.
    private static void WriteUnsatisfiable(ResponseWriter w, RangeOutcome outcome, long size)
    {
        var isOutside = outcome == RangeOutcome.NoOverlap;
        if (isOutside) w.Header.Set("Content-Range", string.Create(CultureInfo.InvariantCulture, $"bytes */{size}"));
        w.Header.Remove("Cache-Control");
        w.Header.Remove("Content-Encoding");
        ShortResponses.Error(w, isOutside ? "invalid range: failed to overlap" : "invalid range", Status.RequestedRangeNotSatisfiable);
    }
}
