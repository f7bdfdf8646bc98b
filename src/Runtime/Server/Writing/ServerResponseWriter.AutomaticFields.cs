// Writes the head of a response, with the fields that the server adds, by Go's rules (BEHAVIOUR S9 to S15). The order is: the handler's
// fields (sorted by name), Date, Content-Length, Content-Type, Connection, Transfer-Encoding. A new field of every response must be added
// both here and in RefusalResponse.cs, which writes the responses to requests that the parser rejects.
using System.Runtime.CompilerServices;
using RouteGen.Primitives;

namespace RouteGen.Serving;

internal sealed partial class ServerResponseWriter
{
    private void WriteHead(ref OutputBuffer output, bool isWhole)
    {
        _isOnWire = true;
        var allowsBody = AllowsBody(_status);
        var length = _declaredLength;
        if (isWhole && !IsTunnel && length < 0 && allowsBody && !_snapshot.HasTransferEncoding && !_snapshot.HasTrailers
            && !_snapshot.HasBadLength && (!_isHead || _bodyCount > 0))
            _declaredLength = length = _bodyCount;
        DecideFraming(allowsBody, ref length);
        var connection = DecideConnection(length >= 0 || !allowsBody || _isHead);

        if (_snapshot.IsUntouched && _status == 200 && !_isHttp10) output.Append(HttpDate.OkAndDateLines(_conn.Transport.TurnInstant));
        else WriteLinesBeforeLength(ref output);
        if (length >= 0) HeadLines.WriteContentLength(ref output, length);
        if (allowsBody && _bodyCount > 0 && _snapshot.WantsSniffing)
            output.Append(ContentSniffer.DetectFieldLine(_body.AsSpan(0, _bodyCount)));
        if (!connection.IsEmpty) output.Append(connection);
        if (_isChunked) output.Append("Transfer-Encoding: chunked\r\n"u8);
        output.Append("\r\n"u8);
    }

    private void WriteLinesBeforeLength(ref OutputBuffer output)
    {
        HeadLines.WriteStatusLine(ref output, _status, _isHttp10);
        _snapshot.Write(ref output, _status, dropsConnection: ClosesAfter && !_snapshot.HasConnectionClose && !IsSwitch);
        if (!_snapshot.HasDate) output.Append(HttpDate.DateLine(_conn.Transport.TurnInstant));
    }

    // RFC 9112 section 6: frames the body by its length if known, by chunks if the peer supports them, or by the end of the connection.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void DecideFraming(bool allowsBody, ref long length)
    {
        _isChunked = false;
        if (!allowsBody)
        {
            // RFC 9110 section 15.3.6: the body of a 205 without a length would end only when the connection closes.
            length = _status == 205 ? 0 : -1;
            return;
        }

        if (length >= 0 || _isHead) return;
        if (_isHttp10 || _snapshot.IsIdentity || IsTunnel) ClosesAfter = true;
        else _isChunked = true;
    }

    // Returns the Connection line that the server adds, or empty for none.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ReadOnlySpan<byte> DecideConnection(bool isDelimited)
    {
        // After a 101 without a hijack, the connection cannot be used again.
        if (_snapshot.HasConnectionClose || _requestBody.AwaitsContinue || _conn.IsClosingConns || IsSwitch) ClosesAfter = true;
        if (ClosesAfter) return _isHttp10 || _snapshot.HasConnectionClose || IsSwitch ? default : "Connection: close\r\n"u8;
        if (!_isHttp10) return default;
        if (isDelimited) return _snapshot.HasConnection ? default : "Connection: keep-alive\r\n"u8;
        ClosesAfter = true;
        return default;
    }

    private bool IsSwitch => _status == 101;

    // RFC 9110 section 9.3.6: a tunnel begins after the head of a 2xx response to CONNECT. If the handler does not hijack the connection,
    // it closes after the response.
    private bool IsTunnel => _isConnect && _status is >= 200 and < 300;
}
