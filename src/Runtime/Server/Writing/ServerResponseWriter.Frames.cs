// Responses of streams, which are sent as frames (RFC 9113 section 8). The rules of the automatic fields are those of HTTP/1.1
// (ServerResponseWriter.AutomaticFields.cs), without the fields of a connection. A body is neither chunked nor drained: its end is the end
// of the stream, and a response does not wait for the rest of the request.
namespace RouteGen.Serving;

internal sealed partial class ServerResponseWriter
{
    private const int TypePrefixLength = 14; // "Content-Type: "

    // Both are null for HTTP/1.1.
    private ResponseFramer? _framer;
    private IResponseFrames _frames = null!;

    /// <summary>Sends the next response as frames of a stream.</summary>
    internal void UseFrames(IResponseFrames frames)
    {
        _framer = StreamFramer.Instance;
        _frames = frames;
    }

    /// <summary>True if the handler has written another number of bytes than it declared. The stream is then reset.</summary>
    internal bool IsIncomplete => _declaredLength >= 0 && _written != _declaredLength && !_isHead && AllowsBody(_status);

    /// <summary>True if trailer fields follow the body.</summary>
    internal bool HasTrailers
    {
        get
        {
            var at = 0;
            return AllowsBody(_status) && !_isHead && TryNextTrailer(ref at, out _, out _);
        }
    }

    /// <summary>Gets the next trailer field. Returns false at the end.</summary>
    /// <param name="at">Position of the search, initially 0.</param>
    /// <param name="name">The name in canonical case.</param>
    /// <param name="field">The field, whose name may have a prefix.</param>
    internal bool TryNextTrailer(ref int at, out string name, out Header.Field field)
    {
        name = "";
        field = default;
        if (FieldsToSend is not { IsUntouched: false } header) return false;
        for (var fields = header.Fields; at < fields.Length;)
        {
            // A copy, so that the null check holds: a thread that outlived its handler may be changing the header.
            field = fields[at++];
            if (field.Value is not null && IsTrailer(field.Name, out name)) return true;
        }

        return false;
    }

    /// <summary>Sends a whole response. Returns false if it must be finished by <see cref="FinishAsync"/>.</summary>
    internal bool TryFinishFramed()
    {
        if (_isOnWire || IsIncomplete || HasTrailers) return false;
        var body = SentBody;
        if (!_frames.TrySendWhole(MakeHead(isWhole: true), body)) return false;
        _isOnWire = true;
        TellLateField();
        return true;
    }

    /// <summary>Writes the rest of the response to the output of the stream, which its owner then sends.</summary>
    internal void FinishFramed()
    {
        if (!_isOnWire) WriteFramedHead(isWhole: true);
        if (IsIncomplete) EndOtherwiseThanDeclared();
        TellLateField();
    }

    /// <summary>Sends the head, and writes the bytes that were held back to the output of the stream.</summary>
    internal void WriteFramedHead(bool isWhole)
    {
        _frames.SendHead(MakeHead(isWhole));
        _isOnWire = true;
        _requestBody.ContinueIsSent();
        _conn.Output.Append(SentBody);
        _bodyCount = 0;
    }

    /// <summary>Sends an informational response.</summary>
    internal void SendFramedInformational(int statusCode)
    {
        _snapshot.Take(FieldsToSend, _conn);
        using (_conn.HoldOutput()) _frames.SendHead(new FramedHead { Status = statusCode, Fields = _snapshot.Fields });
        _snapshot.Clear();
        _frames.SendCollected();
    }

    /// <summary>Sends the frames that were collected so far.</summary>
    internal void SendCollectedFrames() => _frames.SendCollected();

    private FramedHead MakeHead(bool isWhole)
    {
        var allowsBody = AllowsBody(_status);
        var length = _declaredLength;
        if (isWhole && !IsTunnel && length < 0 && allowsBody && !_snapshot.HasTransferEncoding && !_snapshot.HasTrailers
            && !_snapshot.HasBadLength && (!_isHead || _bodyCount > 0))
            _declaredLength = length = _bodyCount;
        if (!allowsBody) length = _status == 205 ? 0 : -1;
        return new FramedHead
        {
            Status = _status,
            Fields = _snapshot.Fields,
            AddsDate = !_snapshot.HasDate,
            Length = length,
            ContentType = allowsBody && _bodyCount > 0 && _snapshot.WantsSniffing ? SniffType(_body.AsSpan(0, _bodyCount)) : default,
        };
    }

    private static ReadOnlySpan<byte> SniffType(ReadOnlySpan<byte> body)
    {
        var line = ContentSniffer.DetectFieldLine(body);
        return line[TypePrefixLength..^2];
    }

    // The bytes that were held back, unless the response has no body.
    private ReadOnlySpan<byte> SentBody => _isHead ? default : _body.AsSpan(0, _bodyCount);
}
