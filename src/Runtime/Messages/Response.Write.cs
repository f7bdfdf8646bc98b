// The wire form of a response (RFC 9112 sections 4 and 6), by Go's rules: a length if it is declared, chunks if they are requested, else
// until the end of the connection, which is announced.
using System.Globalization;
using RouteGen.IO;
using RouteGen.Protocol;

namespace RouteGen;

public sealed partial class Response
{
    /// <summary>Writes the response as a server sends it. Go's name: <c>Response.Write</c>.</summary>
    /// <param name="output">Takes the bytes; it is not disposed.</param>
    /// <param name="cancellationToken">Ends the call; then only a part was written.</param>
    /// <remarks>
    /// The body is read and disposed, also when it fails. That of a response to <c>HEAD</c> (<see cref="Request"/>), and one whose status
    /// has no body (1xx, 204, 205, 304), is disposed unread. Line ends in values become blanks, other characters that cannot be written
    /// become question marks, and fields whose name is not a token are omitted, trailers too.
    /// </remarks>
    /// <exception cref="InvalidOperationException">
    /// The body does not have the length that <see cref="ContentLength"/> declares, or <see cref="StatusCode"/> has more than three digits.
    /// Nothing is written if the body is empty, or for such a status code.
    /// </exception>
    public async ValueTask WriteAsync(Stream output, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        // Read once: another flow may be changing the response, and its head and its framing must be those of one status.
        var (code, given) = (StatusCode, Body);
        var allowsBody = BodyFramingRules.SendsBody(code);
        var body = !allowsBody || given is MemoryBody { ContentLength: 0 } ? null : given;
        try
        {
            // RFC 9112 section 4: three digits. Like Go, pads smaller numbers.
            if (code is < 0 or > 999) throw new InvalidOperationException($"The status code {code} is not one of three digits.");
            var isHead = Request?.Method == "HEAD";
            var length = ContentLength;
            // Zero with a body means that no length was declared (as in Go).
            if (length == 0 && body is not null)
            {
                body = await ProbedBody.ProbeAsync(body, cancellationToken).ConfigureAwait(false);
                if (body is not null) length = -1;
            }

            var isOld = Proto == "HTTP/1.0";
            var isChunked = IsChunked && !isOld && allowsBody && (body is not null || isHead);
            if (isChunked) length = -1;
            // RFC 9110 section 8.6: a 304 may carry the length that a 200 would have.
            else if (code == RouteGen.Status.NotModified) length = Math.Max(length, 0);
            else if (!allowsBody) length = 0;
            else if (body is null && !isHead) length = length <= 0 ? 0 : throw WireBody.WrongLength(length);
            var closes = Close || (length < 0 && !isOld && !isChunked && !Uncompressed);
            await output.WriteAsync(MakeHead(code, isChunked, length, closes), cancellationToken).ConfigureAwait(false);
            if (body is null || isHead) return;
            await WireBody.WriteAsync(output, body, isChunked, length, cancellationToken).ConfigureAwait(false);
            if (isChunked) await output.WriteAsync(WireBody.LastChunk(Trailer, cleans: true), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await (body ?? given).DisposeAsync().ConfigureAwait(false);
        }
    }

    private byte[] MakeHead(int code, bool isChunked, long length, bool closes)
    {
        var allowsBody = BodyFramingRules.SendsBody(code);
        var status = Status;
        var output = default(OutputBuffer);
        var proto = Proto.Length > 0 ? Proto : "HTTP/1.1";
        var line = string.Create(CultureInfo.InvariantCulture, $"{proto} {code:000} {Reason(code, status)}");
        // A received reason phrase is written as it came.
        FieldWriter.AppendClean(ref output, line, _received is { IsStatusLatin1: true } && ReferenceEquals(status, _received.Status));
        output.Append("\r\n"u8);
        if (closes && !SaysClose()) output.Append("Connection: close\r\n"u8);
        var method = Request?.Method;
        var sendsLength = !isChunked && (length > 0 || (length == 0 && allowsBody && method is "POST" or "PUT" or "PATCH"));
        if (sendsLength) WriteLength(ref output, length);
        if (isChunked)
        {
            output.Append("Transfer-Encoding: chunked\r\n"u8);
            RequestHeadWriter.WriteTrailerNames(ref output, Trailer);
        }

        Header.Materialise();
        RequestHeadWriter.WriteSorted(ref output, Header.Fields);
        if (length == 0 && !isChunked && !sendsLength && (allowsBody || code == RouteGen.Status.ResetContent)) WriteLength(ref output, 0);
        output.Append("\r\n"u8);
        var bytes = output.Pending.ToArray();
        output.Release();
        return bytes;
    }

    // The reason without the code, which Status has in front of it.
    private static string Reason(int code, string status)
    {
        var digits = code.ToString("000", CultureInfo.InvariantCulture);
        if (status.Length > 0) return status.StartsWith(digits + " ", StringComparison.Ordinal) ? status[4..] : status;
        return StatusCodes.Text(code) is { Length: > 0 } text ? text : "status code " + digits;
    }

    private bool SaysClose()
    {
        foreach (var line in Header.Values("Connection"))
        {
            foreach (var token in line.Split(','))
                if (token.Trim().Equals("close", StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }

    private static void WriteLength(ref OutputBuffer output, long length)
    {
        output.Append("Content-Length: "u8);
        output.AppendDecimal(length);
        output.Append("\r\n"u8);
    }
}
