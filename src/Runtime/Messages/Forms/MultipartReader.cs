// The parser gets the buffered input and reports how much it has consumed. Data of a part stays in the buffer until the part is read. The
// buffer grows only for a header line that does not fit.
using System.Text;
using RouteGen.Protocol;

namespace RouteGen;

/// <summary>Reads multipart content part by part, with a small buffer. Go's name: <c>multipart.Reader</c>.</summary>
/// <remarks>
/// Only one call to the reader or its parts may be in progress; a second one throws <see cref="InvalidOperationException"/>. The limits are
/// 1,000 parts, 10,000 fields in all parts together, and 64 KiB for the head of a part. Line endings must be CRLF, fields must not be
/// folded, and no line of the content may begin like a boundary.
/// </remarks>
public sealed class MultipartReader
{
    private const int BoundaryLengthMax = 70;
    private const string BoundaryMarks = "'()+_,-./:=? ";

    private readonly Stream _content;
    private MultipartParser _parser;
    private byte[] _buffer = new byte[4096];
    private int _start;
    private int _end;
    private int _dataStart;
    private int _dataLength;
    private FormPart? _current;

    // 1 while a call is in progress.
    private int _isBusy;

    /// <summary>Creates a reader.</summary>
    /// <param name="content">The content, which is not disposed.</param>
    /// <param name="boundary">The boundary: 1 to 70 characters that RFC 2046 section 5.1.1 allows.</param>
    /// <exception cref="BadRequestException">The content is the body of a request, and the boundary is malformed.</exception>
    /// <exception cref="FormatException">The boundary is malformed.</exception>
    public MultipartReader(Stream content, string boundary)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(boundary);
        if (!IsBoundary(boundary)) throw Malformed(content, "The boundary of multipart content is missing or malformed.");
        _content = content;
        _parser = new MultipartParser(Encoding.ASCII.GetBytes(boundary));
    }

    /// <summary>The stream that the parts are read from.</summary>
    internal Stream Content => _content;

    /// <summary>Skips the rest of the current part and returns the next one. Go's name: <c>NextPart</c>.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The part, or null if there are no more.</returns>
    /// <exception cref="BadRequestException">The body of a request is not multipart content, or exceeds a limit (400 if it escapes from the
    /// handler).</exception>
    /// <exception cref="FormatException">Content other than the body of a request is not multipart content, or exceeds a limit.</exception>
    /// <exception cref="IOException">The content is incomplete.</exception>
    public ValueTask<FormPart?> NextPartAsync(CancellationToken cancellationToken = default) =>
        NextPartAsync(holdsThread: false, cancellationToken);

    /// <summary>Returns the next part. Blocks the thread if <paramref name="holdsThread"/> is true; the task is then complete.</summary>
    internal async ValueTask<FormPart?> NextPartAsync(bool holdsThread, CancellationToken cancellationToken)
    {
        Begin();
        try
        {
            _current = null;
            while (true)
            {
                _dataLength = 0;
                switch (await NextEventAsync(holdsThread, cancellationToken).ConfigureAwait(false))
                {
                    case MultipartEvent.Part:
                        return _current = await ReadHeadAsync(holdsThread, cancellationToken).ConfigureAwait(false);
                    case MultipartEvent.End:
                        return null;
                }
            }
        }
        finally
        {
            Volatile.Write(ref _isBusy, 0);
        }
    }

    /// <summary>Reads data of a part. Returns 0 at the end of the part.</summary>
    internal async ValueTask<int> ReadAsync(FormPart part, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        Begin();
        try
        {
            return await FillAsync(part, holdsThread: false, cancellationToken).ConfigureAwait(false) ? Take(buffer.Span) : 0;
        }
        finally
        {
            Volatile.Write(ref _isBusy, 0);
        }
    }

    /// <summary>Reads like <see cref="ReadAsync"/>, but blocks the thread.</summary>
    internal int Read(FormPart part, Span<byte> buffer)
    {
        Begin();
        try
        {
            // The task is complete, because the read blocks the thread.
            return FillAsync(part, holdsThread: true, CancellationToken.None).GetAwaiter().GetResult() ? Take(buffer) : 0;
        }
        finally
        {
            Volatile.Write(ref _isBusy, 0);
        }
    }

    // Two calls at once would corrupt the buffer, and the client would be blamed for the failure.
    private void Begin()
    {
        if (Interlocked.Exchange(ref _isBusy, 1) != 0)
            throw new InvalidOperationException("A read of this multipart content is still in progress. Await it before the next one.");
    }

    // Ensures that data of a part is buffered. Returns false at the end of the part.
    private async ValueTask<bool> FillAsync(FormPart part, bool holdsThread, CancellationToken cancellationToken)
    {
        if (_current is null) return false;
        if (part != _current) throw new InvalidOperationException("The part can no longer be read: the next one was requested.");
        if (_dataLength > 0) return true;
        if (await NextEventAsync(holdsThread, cancellationToken).ConfigureAwait(false) == MultipartEvent.Data) return true;
        _current = null;
        return false;
    }

    private int Take(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _dataLength);
        _buffer.AsSpan(_dataStart, count).CopyTo(buffer);
        _dataStart += count;
        _dataLength -= count;
        return count;
    }

    private async ValueTask<FormPart> ReadHeadAsync(bool holdsThread, CancellationToken cancellationToken)
    {
        var header = new Header();
        while (await NextEventAsync(holdsThread, cancellationToken).ConfigureAwait(false) == MultipartEvent.Field)
        {
            var line = _buffer.AsSpan(_dataStart, _dataLength);
            FieldLines.Parse(line, 0, strict: true, out var field);
            header.Add(
                new Header.Field(
                    HeaderNames.Canonicalise(line.Slice(field.NameStart, field.NameLength)),
                    line.Slice(field.ValueStart, field.ValueLength)));
        }

        _dataLength = 0;
        return new FormPart(this, header);
    }

    // Returns the next event. Its bytes are at _dataStart and valid until the next call.
    private async ValueTask<MultipartEvent> NextEventAsync(bool holdsThread, CancellationToken cancellationToken)
    {
        while (true)
        {
            var found = _parser.Read(_buffer.AsSpan(_start, _end - _start), out var consumed, out _dataLength);
            _dataStart = _start;
            _start += consumed;
            if (found == MultipartEvent.Rejected) throw Malformed(_content, _parser.Problem);
            if (found != MultipartEvent.NeedMore) return found;
            MakeRoom();
            var read = holdsThread
                ? _content.Read(_buffer.AsSpan(_end))
                : await _content.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            if (read == 0) throw Malformed(_content, "The multipart content ends before its last boundary.");
            _end += read;
        }
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        // The growth is bounded, because the parser rejects a head of more than 64 KiB.
        if (_end == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
    }

    /// <summary>
    /// Creates the exception for malformed content: a <see cref="BadRequestException"/>, or a <see cref="FormatException"/> if the content
    /// is not a body or comes from a response.
    /// </summary>
    internal Exception Malformed(string problem) => Malformed(_content, problem);

    private static Exception Malformed(Stream content, string problem) =>
        content is Body { IsOfResponse: false } ? new BadRequestException(problem) : new FormatException(problem);

    private static bool IsBoundary(string boundary)
    {
        if (boundary.Length is 0 or > BoundaryLengthMax || boundary[^1] == ' ') return false;
        foreach (var letter in boundary)
            if (!char.IsAsciiLetterOrDigit(letter) && !BoundaryMarks.Contains(letter)) return false;
        return true;
    }
}
