// Writes a response (RFC 9112 sections 4 and 6) by Go's rules. The body is framed by its declared length, or in chunks if IsChunked is set.
// Otherwise the end of the connection ends it, and "Connection: close" is added.
using System.Globalization;
using RouteGen.Primitives;
using RouteGen.Protocol;

namespace RouteGen;

public sealed partial class Response
{
    /// <summary>Writes the response as a server sends it. Go's name: <c>Response.Write</c>.</summary>
    /// <param name="output">Receives the bytes. It is not disposed.</param>
    /// <param name="cancellationToken">Cancels the call. A part may have been written by then.</param>
    /// <remarks>
    /// The body is read and disposed, even if the call fails. It is disposed unread if the status has no body (1xx, 204, 205, 304) or if
    /// <see cref="Request"/> is a <c>HEAD</c> request. In values, line endings become blanks, and other characters that cannot be written
    /// become question marks. Fields and trailer fields whose name is not a token are omitted.
    /// </remarks>
    /// <exception cref="InvalidOperationException">
    /// <see cref="StatusCode"/> is not within 0..999, or the body does not have the length that <see cref="ContentLength"/> declares.
    /// Nothing was written if the status code is invalid or the body is empty.
    /// </exception>
    public ValueTask WriteAsync(Stream output, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        // Both are read once, because head and framing must agree on them, and another thread may be changing the response.
        var (code, body) = (StatusCode, Body);
        return new ValueTask(Disposal.AfterAsync(WriteAsync(output, code, body, cancellationToken), body));
    }

    private async Task WriteAsync(Stream output, int code, Body given, CancellationToken cancellationToken)
    {
        var allowsBody = BodyFramingRules.SendsBody(code);
        var body = !allowsBody || given is MemoryBody { ContentLength: 0 } ? null : given;
        // RFC 9112 section 4: a status code has three digits. As in Go, smaller numbers are padded.
        if (code is < 0 or > 999) throw new InvalidOperationException($"The status code {code} cannot be written as three digits.");
        var isHead = Request?.Method == "HEAD";
        var length = ContentLength;
        // As in Go, zero together with a body means that no length was declared.
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

    private byte[] MakeHead(int code, bool isChunked, long length, bool closes)
    {
        var allowsBody = BodyFramingRules.SendsBody(code);
        var status = Status;
        var output = default(OutputBuffer);
        var proto = Proto.Length > 0 ? Proto : "HTTP/1.1";
        var line = string.Create(CultureInfo.InvariantCulture, $"{proto} {code:000} {Reason(code, status)}");
        // A received reason phrase is written byte for byte.
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

    // Returns the reason phrase of Status, which begins with the code.
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
