using System.Globalization;

namespace LoadClient.Chaos;

/// <summary>The body of a message, part by part. One flow at a time.</summary>
internal sealed class WireBody
{
    private readonly WireReader _reader;
    private readonly bool _isChunked;

    // Of the body, or of the chunk.
    private long _left;
    private bool _hasBegun;

    internal WireBody(WireReader reader, WireHead head)
    {
        _reader = reader;
        var length = head.Get("Content-Length");
        var coding = head.Get("Transfer-Encoding");
        _isChunked = coding is not null;
        if (_isChunked ? coding != "chunked" || length is not null
            : !long.TryParse(length ?? "", NumberStyles.None, CultureInfo.InvariantCulture, out _left))
            throw reader.Malformed($"'{head.StartLine}' has length '{length}' and coding '{coding}'");
    }

    /// <summary>The fields behind the last chunk; null: it has not come, or there are no chunks.</summary>
    internal WireHead? Trailer { get; private set; }

    /// <summary>The next part, empty at the end. It stays until the next call.</summary>
    /// <exception cref="WireEndException">The connection ended before the body did.</exception>
    internal async ValueTask<ReadOnlyMemory<byte>> NextAsync()
    {
        if (_isChunked && _left == 0 && Trailer is null) await BeginChunkAsync();
        if (_left == 0) return default;
        var part = await _reader.ReadSomeAsync(_left);
        if (part.IsEmpty) throw new WireEndException($"the end came with {_left} bytes missing");
        _left -= part.Length;
        return part;
    }

    /// <summary>Reads the rest into a check; null: nobody looks at it.</summary>
    internal async ValueTask ReadAllAsync(PatternCheck? check)
    {
        while (true)
        {
            var part = await NextAsync();
            if (part.IsEmpty) break;
            check?.Take(part.Span);
        }

        check?.End();
    }

    private async ValueTask BeginChunkAsync()
    {
        if (_hasBegun && await _reader.ReadNeededLineAsync() is { Length: > 0 } stray)
            throw _reader.Malformed($"'{stray}' stands behind a chunk");
        _hasBegun = true;
        var line = await _reader.ReadNeededLineAsync();
        if (!long.TryParse(line, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _left))
            throw _reader.Malformed($"'{line}' is no chunk size");
        if (_left > 0) return;
        var trailer = new WireHead("");
        await _reader.ReadFieldsAsync(trailer);
        Trailer = trailer;
    }
}
