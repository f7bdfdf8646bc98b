using System.Buffers;
using System.Globalization;
using System.Text;
using RouteGen.Protocol;
using RouteGen.Serving;

namespace RouteGen;

/// <summary>
/// A writer that records the response of a handler, for tests without a connection. It throws the same exceptions as a server's writer.
/// Go's name: <c>httptest.ResponseRecorder</c>.
/// </summary>
/// <remarks>
/// Not thread-safe. Use a new recorder for each response. <see cref="ResponseController"/> accepts time limits and full duplex, which have
/// no effect without a connection.
/// </remarks>
public sealed class ResponseRecorder : ResponseWriter, IDeadlineControl, IFullDuplex
{
    private const int LentBytes = 256;

    private readonly ArrayBufferWriter<byte> _body = new();
    private readonly Header _header = new();
    private readonly List<int> _informational = [];
    private Header? _committed;
    private int _statusCode;
    private long _declaredLength = -1;

    // The part of the last buffer that Advance has not passed yet.
    private Memory<byte> _lent;

    /// <summary>The handler's current header. <see cref="Result"/> has the header that a client would receive.</summary>
    public override Header Header => _header;

    /// <summary>The committed status, or 0 if none has been committed yet.</summary>
    public override int StatusCode => _statusCode;

    /// <summary>The status that a client would receive: 200 if the handler committed none. Go's name: <c>Code</c>.</summary>
    public int Code => _statusCode == 0 ? Status.OK : _statusCode;

    /// <summary>The 1xx statuses that were sent before the response, in order.</summary>
    public IReadOnlyList<int> InformationalCodes => _informational;

    /// <summary>True if the handler flushed. Go's name: <c>Flushed</c>.</summary>
    public bool IsFlushed { get; private set; }

    /// <summary>The body so far. Valid until the next write.</summary>
    public ReadOnlyMemory<byte> Body => _body.WrittenMemory;

    /// <summary>The body so far, decoded as UTF-8.</summary>
    public string BodyText => Encoding.UTF8.GetString(_body.WrittenSpan);

    /// <inheritdoc/>
    public override void WriteHeader(int statusCode)
    {
        if (statusCode is < 100 or > 999)
            throw new ArgumentOutOfRangeException(nameof(statusCode), statusCode, "A status code has three digits, 100 to 999.");
        if (_statusCode != 0) return;
        if (statusCode is < 200 and not Status.SwitchingProtocols) _informational.Add(statusCode);
        else Commit(statusCode, default);
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> data)
    {
        BeginWrite(data);
        _body.Write(data);
    }

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled(cancellationToken);
        Write(data.Span);
        return default;
    }

    /// <inheritdoc/>
    public override void Flush()
    {
        if (_statusCode == 0) Commit(Status.OK, default);
        IsFlushed = true;
    }

    /// <inheritdoc/>
    public override ValueTask FlushAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled(cancellationToken);
        Flush();
        return default;
    }

    /// <inheritdoc/>
    public override void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _lent.Length);
        var written = _lent[..count];
        _lent = _lent[count..];
        BeginWrite(written.Span);
        _body.Write(written.Span);
    }

    /// <inheritdoc/>
    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sizeHint);
        return _lent = new byte[Math.Max(sizeHint, LentBytes)];
    }

    /// <inheritdoc/>
    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>
    /// Returns the response that a client would receive, with the header as committed, a content type guessed from the body if the handler
    /// set none, and the trailers. Go's name: <c>Result</c>.
    /// </summary>
    /// <returns>A new response, with an unread body. Call this method after the handler has completed.</returns>
    public Response Result()
    {
        var header = (_committed ?? _header).Clone();
        return new Response
        {
            StatusCode = Code,
            Status = FormatStatus(Code),
            Header = header,
            ContentLength = ParseLength(header),
            Body = RouteGen.Body.From(_body.WrittenSpan.ToArray()),
            Trailer = RecordedTrailers.Of(_header, header),
        };
    }

    void IDeadlineControl.SetReadDeadline(DateTimeOffset? deadline)
    {
    }

    void IDeadlineControl.SetWriteDeadline(DateTimeOffset? deadline)
    {
    }

    void IFullDuplex.EnableFullDuplex()
    {
    }

    private void BeginWrite(ReadOnlySpan<byte> data)
    {
        if (_statusCode == 0) Commit(Status.OK, data);
        if (!BodyFramingRules.SendsBody(_statusCode))
            throw new InvalidOperationException($"A {_statusCode} response has no body (RFC 9110 section 6.4.1).");
        if (_declaredLength >= 0 && _body.WrittenCount + data.Length > _declaredLength)
            throw new InvalidOperationException(
                $"The handler wrote more than the {_declaredLength} bytes that its Content-Length declared.");
    }

    private void Commit(int statusCode, ReadOnlySpan<byte> firstBytes)
    {
        _statusCode = statusCode;
        _declaredLength = ParseLength(_header);
        _committed = _header.Clone();
        // BEHAVIOUR S10: if neither type nor encoding is set, the type is guessed.
        if (!firstBytes.IsEmpty && !_header.IsSet("Content-Type") && !_header.Has("Content-Encoding")
            && !_header.IsSet("Transfer-Encoding"))
            _committed.Set("Content-Type", ContentSniffer.Detect(firstBytes));
    }

    private static long ParseLength(Header header) =>
        long.TryParse(header.Get("Content-Length"), NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : -1;

    private static string FormatStatus(int code)
    {
        var text = StatusCodes.Text(code);
        return string.Create(CultureInfo.InvariantCulture, $"{code:000} {(text.Length > 0 ? text : $"status code {code}")}");
    }
}
