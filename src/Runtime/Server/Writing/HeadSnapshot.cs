// The handler's header at the time when the status was committed, classified. Fields that the server decides itself (Content-Length,
// Transfer-Encoding, Connection when it closes) are taken out of the list and kept as facts.
using System.Globalization;
using RouteGen.IO;

namespace RouteGen.Serving;

internal sealed class HeadSnapshot
{
    /// <summary>Go's <c>TrailerPrefix</c>: a field so named is a trailer.</summary>
    internal const string TrailerPrefix = "Trailer:";

    private Header.Field[] _fields = new Header.Field[8];
    private int _count;
    // Names of announced trailers in canonical case, sorted. The values are unused.
    private Header.Field[] _trailerNames = [];
    private int _trailerCount;
    private bool _hasContentType;
    private bool _hasContentEncoding;
    private bool _isTaken;

    // Number of fields that the header had, and the value of the last. Fields that are set later follow it.
    private int _takenCount;
    private string? _lastTaken;

    /// <summary>The declared length, or -1 if it is missing or malformed.</summary>
    internal long ContentLength { get; private set; } = -1;

    /// <summary>
    /// True if the declared <c>Content-Length</c> is not a number. Then no length is added, since the handler's intent is unknown.
    /// </summary>
    internal bool HasBadLength { get; private set; }

    internal bool HasDate { get; private set; }

    internal bool HasConnection { get; private set; }

    internal bool HasConnectionClose { get; private set; }

    internal bool HasTransferEncoding { get; private set; }

    /// <summary>True if the handler requested a body that ends with the connection.</summary>
    internal bool IsIdentity { get; private set; }

    /// <summary>True if the handler has left the header alone.</summary>
    internal bool IsUntouched => !_isTaken;

    internal bool HasTrailers => _trailerCount > 0;

    /// <summary>True if the content type is to be found out from the body (BEHAVIOUR S10).</summary>
    internal bool WantsSniffing => !_hasContentType && !_hasContentEncoding && !HasTransferEncoding;

    /// <summary>Returns true if the header announced the field as a trailer. Called for every field.</summary>
    /// <param name="name">The name in canonical case.</param>
    internal bool IsAnnouncedTrailer(string name) => FieldOrder.Contains(_trailerNames, _trailerCount, name);

    /// <summary>RFC 9110 section 6.5.1: fields that frame or route a message cannot follow it.</summary>
    internal static bool MayBeTrailer(string name) =>
        HeaderNames.IsToken(name)
        && Header.CanonicalName(name) is not ("Transfer-Encoding" or "Content-Length" or "Trailer" or "Host" or "Connection");

    /// <summary>Copies and classifies the header. Null means that it was never used, and so is empty.</summary>
    internal void Take(Header? header, ServerConn conn)
    {
        Clear();
        if (header is null || header.IsUntouched) return;
        _isTaken = true;
        if (header.TryGet("Trailer", out _)) TakeTrailerNames(header);
        var fields = header.Fields;
        foreach (ref readonly var field in fields) TakeField(field, conn);
        _takenCount = fields.Length;
        _lastTaken = fields.IsEmpty ? null : fields[^1].Value;
        FieldOrder.Sort(ref _fields, _count);
    }

    internal void Clear()
    {
        if (!_isTaken) return;
        _isTaken = false;
        if (_count > 0) Array.Clear(_fields, 0, _count);
        _count = 0;
        if (_trailerCount > 0) Array.Clear(_trailerNames, 0, _trailerCount);
        _trailerCount = 0;
        _takenCount = 0;
        _lastTaken = null;
        _hasContentType = _hasContentEncoding = false;
        HasDate = HasConnection = HasConnectionClose = HasTransferEncoding = IsIdentity = HasBadLength = false;
        ContentLength = -1;
    }

    /// <summary>
    /// The last field that was set after the header was taken, and so is not sent. Null if there is none, or only trailers.
    /// </summary>
    internal string? FindLate(Header? header)
    {
        if (header is null || header.IsUntouched) return null;
        var fields = header.Fields;
        return fields.Length == _takenCount && (fields.IsEmpty || ReferenceEquals(fields[^1].Value, _lastTaken)) ? null : FindLate(fields);
    }

    /// <summary>Writes the handler's own fields for a final response.</summary>
    /// <param name="output">The destination.</param>
    /// <param name="status">The status of the response.</param>
    /// <param name="dropsConnection">True if the server decides on the connection, whatever the handler set.</param>
    internal void Write(ref OutputBuffer output, int status, bool dropsConnection)
    {
        foreach (ref readonly var field in _fields.AsSpan(0, _count))
        {
            // RFC 9110 section 15.4.5: a 304 repeats no representation metadata that would describe a body.
            if (status == 304 && field.Name == "Content-Type") continue;
            if (dropsConnection && field.Name == "Connection") continue;
            HeadLines.WriteField(ref output, field.Name, field);
        }
    }

    /// <summary>Writes the handler's own fields for an informational response.</summary>
    internal void WriteAll(ref OutputBuffer output)
    {
        foreach (ref readonly var field in _fields.AsSpan(0, _count)) HeadLines.WriteField(ref output, field.Name, field);
    }

    private void TakeField(in Header.Field read, ServerConn conn)
    {
        // A copy, since a thread that outlived its handler may be changing the header.
        var field = read;
        if (field.Name is null) return;
        switch (field.Name)
        {
            case "Date":
                HasDate = true;
                break;
            case "Content-Type":
                _hasContentType = true;
                break;
            case "Content-Encoding":
                _hasContentEncoding = !string.IsNullOrEmpty(field.Value);
                break;
            case "Content-Length":
                TakeContentLength(field.Value, conn);
                return;
            case "Transfer-Encoding":
                HasTransferEncoding = field.Value is not null;
                IsIdentity = field.Value == "identity";
                return;
            case "Connection":
                HasConnection = true;
                HasConnectionClose |= HeadLines.HasToken(field.Value, "close");
                break;
            default:
                if (field.Name.StartsWith(TrailerPrefix, StringComparison.OrdinalIgnoreCase) || IsAnnouncedTrailer(field.Name)) return;
                break;
        }

        if (field.Value is null || !HeaderNames.IsToken(field.Name)) return;
        if (_count == _fields.Length) Array.Resize(ref _fields, _count * 2);
        _fields[_count++] = field;
    }

    // One pass: the field after the last trailer was set last, and was taken only if others were removed.
    private string? FindLate(ReadOnlySpan<Header.Field> fields)
    {
        for (var index = fields.Length - 1; index >= 0; index--)
        {
            var field = fields[index];
            if (_lastTaken is not null && ReferenceEquals(field.Value, _lastTaken)) return null;
            if (field.Value is null || field.Name.StartsWith(TrailerPrefix, StringComparison.OrdinalIgnoreCase)
                || IsAnnouncedTrailer(field.Name)) continue;
            return WasTaken(field) ? null : field.Name;
        }

        return null;
    }

    private bool WasTaken(in Header.Field field)
    {
        // Kept as facts.
        if (_takenCount > 0 && field.Name is "Content-Length" or "Transfer-Encoding" or "Trailer") return true;
        foreach (ref readonly var taken in _fields.AsSpan(0, _count))
            if (ReferenceEquals(taken.Value, field.Value) && taken.Name == field.Name) return true;
        return false;
    }

    private void TakeContentLength(string? value, ServerConn conn)
    {
        if (string.IsNullOrEmpty(value)) return;
        if (long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var length))
        {
            ContentLength = length;
            return;
        }

        HasBadLength = true;
        conn.Log("A handler set a Content-Length that is not a length; the field is not sent.");
    }

    private void TakeTrailerNames(Header header)
    {
        foreach (var line in header.Values("Trailer"))
        {
            foreach (var name in line.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                if (MayBeTrailer(name)) AddTrailerName(Header.CanonicalName(name));
        }

        FieldOrder.Sort(ref _trailerNames, _trailerCount);
    }

    private void AddTrailerName(string name)
    {
        if (_trailerCount == _trailerNames.Length) Array.Resize(ref _trailerNames, Math.Max(8, _trailerCount * 2));
        _trailerNames[_trailerCount++] = new Header.Field(name, (string?)null);
    }
}
