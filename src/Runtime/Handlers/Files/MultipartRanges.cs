// A response with several ranges: multipart/byteranges (RFC 9110 section 14.6). The heads of the parts are created first, because the total
// length must be declared.
using System.Security.Cryptography;
using System.Text;

namespace RouteGen.Handling;

internal sealed class MultipartRanges
{
    private const int BoundaryLength = 60;

    private readonly List<(byte[] Head, ByteRange Range)> _parts = [];
    private readonly byte[] _end;

    /// <summary>Creates the heads of the parts.</summary>
    /// <param name="ranges">The ranges, in the order in which they are sent.</param>
    /// <param name="contentType">The type of the content, or empty if unknown.</param>
    /// <param name="size">Length of the whole content, in bytes.</param>
    internal MultipartRanges(List<ByteRange> ranges, string contentType, long size)
    {
        // The boundary is random, so that an attacker cannot create content that contains it.
        var boundary = RandomNumberGenerator.GetHexString(BoundaryLength, lowercase: true);
        ContentType = "multipart/byteranges; boundary=" + boundary;
        var type = contentType.Length > 0 ? $"Content-Type: {contentType}\r\n" : "";
        foreach (var range in ranges)
        {
            var lineEnd = _parts.Count > 0 ? "\r\n" : "";
            _parts.Add((Encoding.Latin1.GetBytes($"{lineEnd}--{boundary}\r\nContent-Range: {range.Describe(size)}\r\n{type}\r\n"), range));
        }

        _end = Encoding.Latin1.GetBytes($"\r\n--{boundary}--\r\n");
        Length = _end.Length + _parts.Sum(static part => part.Head.Length + part.Range.Length);
    }

    /// <summary>The value of <c>Content-Type</c>.</summary>
    internal string ContentType { get; }

    /// <summary>Length of the body, in bytes.</summary>
    internal long Length { get; }

    /// <summary>Sends the body.</summary>
    internal async ValueTask SendAsync(ResponseWriter w, Stream content, CancellationToken cancellationToken)
    {
        foreach (var (head, range) in _parts)
        {
            await w.WriteAsync(head, cancellationToken).ConfigureAwait(false);
            if (!await ContentCopy.SendAsync(w, content, range, cancellationToken).ConfigureAwait(false)) return;
        }

        await w.WriteAsync(_end, cancellationToken).ConfigureAwait(false);
    }
}
