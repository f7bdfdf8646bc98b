// The handler's part of the head: the committed status and header, informational responses, and trailers. The fields that the server adds
// are in ServerResponseWriter.AutomaticFields.cs.
using RouteGen.Primitives;

namespace RouteGen.Serving;

internal sealed partial class ServerResponseWriter
{
    private readonly HeadSnapshot _snapshot = new();

    // Commits status and header. Later changes of the header are not sent (BEHAVIOUR P19).
    private void Commit(int statusCode)
    {
        _isCommitted = true;
        _status = statusCode;
        _snapshot.Take(FieldsToSend, _conn);
        _declaredLength = IsTunnel ? -1 : _snapshot.ContentLength;
    }

    private void SendInformational(int statusCode)
    {
        if (statusCode == 100) _requestBody.ContinueIsSent();
        // RFC 9110 section 15.2: an HTTP/1.0 client must not get a 1xx response.
        if (_isHttp10) return;
        if (_framer is { } framer)
        {
            framer.SendInformational(this, statusCode);
            return;
        }

        using (_conn.HoldOutput()) AppendInformational(ref _conn.Output, statusCode);
        _conn.FlushOutput();
    }

    private void AppendInformational(ref OutputBuffer output, int statusCode)
    {
        HeadLines.WriteStatusLine(ref output, statusCode, _isHttp10);
        _snapshot.Take(FieldsToSend, _conn);
        _snapshot.WriteAll(ref output);
        _snapshot.Clear();
        output.Append("\r\n"u8);
    }

    // Writes trailer fields, which were announced before the body, or have the prefix "Trailer:" (Go's TrailerPrefix).
    private void WriteTrailers(ref OutputBuffer output)
    {
        if (FieldsToSend is not { IsUntouched: false } header) return;
        // Copies each field, so that the null checks hold: a thread that outlived its handler may be changing the header.
        foreach (var field in header.Fields)
        {
            if (field.Value is not null && IsTrailer(field.Name, out var name)) HeadLines.WriteField(ref output, name, field);
        }
    }

    private bool IsTrailer(string field, out string name)
    {
        name = field;
        if (!field.StartsWith(HeadSnapshot.TrailerPrefix, StringComparison.OrdinalIgnoreCase)) return _snapshot.IsAnnouncedTrailer(field);
        name = field[HeadSnapshot.TrailerPrefix.Length..];
        if (!HeadSnapshot.MayBeTrailer(name)) return false;
        name = Header.CanonicalName(name);
        return true;
    }
}
