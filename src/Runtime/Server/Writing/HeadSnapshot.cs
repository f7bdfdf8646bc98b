// Copy of the handler's header, taken when the status is committed. Fields that affect the framing or the connection are recorded in
// properties. The list omits Content-Length and Transfer-Encoding, because the server writes them itself.
using System.Globalization;
using RouteGen.Primitives;

namespace RouteGen.Serving;

internal sealed class HeadSnapshot
{
    /// <summary>Prefix of the names of trailer fields that were not announced. Go's name: <c>TrailerPrefix</c>.</summary>
    internal const string TrailerPrefix = "Trailer:";

    private Header.Field[] _fields = new Header.Field[8];
    private int _count;
    // Names of announced trailer fields, in canonical case and sorted. The values are unused.
    private Header.Field[] _trailerNames = [];
    private int _trailerCount;
    private bool _hasContentType;
    private bool _hasContentEncoding;
    private bool _isTaken;

    // Number of fields that the header had, and the value of the last one. Fields that are set later come after it.
    private int _takenCount;
    private string? _lastTaken;

    /// <summary>The declared length, or -1 if it is missing or malformed.</summary>
    internal long ContentLength { get; private set; } = -1;

    /// <summary>
    /// True if the declared <c>Content-Length</c> is not a number. No length is then added, because the handler's intent is unknown.
    /// </summary>
    internal bool HasBadLength { get; private set; }

    internal bool HasDate { get; private set; }

    internal bool HasConnection { get; private set; }

    internal bool HasConnectionClose { get; private set; }

    internal bool HasTransferEncoding { get; private set; }

    /// <summary>
    /// True if the handler requested <c>identity</c>: a body without chunks that may be delimited by the end of the connection.
    /// </summary>
    internal bool IsIdentity { get; private set; }

    /// <summary>True if the header had no fields.</summary>
    internal bool IsUntouched => !_isTaken;

    internal bool HasTrailers => _trailerCount > 0;

    /// <summary>The fields, sorted by canonical name.</summary>
    internal ReadOnlySpan<Header.Field> Fields => _fields.AsSpan(0, _count);

    /// <summary>True if the content type must be guessed from the body (BEHAVIOUR S10).</summary>
    internal bool WantsSniffing => !_hasContentType && !_hasContentEncoding && !HasTransferEncoding;

    /// <summary>Returns true if the header announced the field as a trailer field.</summary>
    /// <param name="name">The name in canonical case.</param>
    internal bool IsAnnouncedTrailer(string name) => FieldOrder.Contains(_trailerNames, _trailerCount, name);

    /// <summary>
    /// Returns true if the field may be a trailer field. RFC 9110 section 6.5.1 excludes fields that frame or route a message.
    /// </summary>
    internal static bool MayBeTrailer(string name) =>
        HeaderNames.IsToken(name)
        && Header.CanonicalName(name) is not ("Transfer-Encoding" or "Content-Length" or "Trailer" or "Host" or "Connection");

    /// <summary>Copies and classifies the fields of a header. Null means an empty header.</summary>
    internal void Take(Header? header, ServedConn conn)
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
    /// Returns the name of the last field, trailer fields aside, that was set after the snapshot and so is not sent. Null if there is none.
    /// </summary>
    internal string? FindLate(Header? header)
    {
        if (header is null || header.IsUntouched) return null;
        var fields = header.Fields;
        return fields.Length == _takenCount && (fields.IsEmpty || ReferenceEquals(fields[^1].Value, _lastTaken)) ? null : FindLate(fields);
    }

    /// <summary>Writes the handler's fields of a final response.</summary>
    /// <param name="output">Receives the bytes.</param>
    /// <param name="status">The status of the response.</param>
    /// <param name="dropsConnection">True to omit the <c>Connection</c> field, because the server writes its own.</param>
    internal void Write(ref OutputBuffer output, int status, bool dropsConnection)
    {
        foreach (ref readonly var field in _fields.AsSpan(0, _count))
        {
            // RFC 9110 section 15.4.5: a 304 should not have metadata that describes a body.
            if (status == 304 && field.Name == "Content-Type") continue;
            if (dropsConnection && field.Name == "Connection") continue;
            HeadLines.WriteField(ref output, field.Name, field);
        }
    }

    /// <summary>Writes the handler's fields of an informational response.</summary>
    internal void WriteAll(ref OutputBuffer output)
    {
        foreach (ref readonly var field in _fields.AsSpan(0, _count)) HeadLines.WriteField(ref output, field.Name, field);
    }

    private void TakeField(in Header.Field read, ServedConn conn)
    {
        // Copies the field, because a thread that outlived its handler may be changing the header.
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

    // Returns the name of the last field that is not a trailer field, or null if the snapshot contains it: fields were then only removed.
    // Called if the header has changed.
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
        // These fields are not in the list, because their values are recorded in properties.
        if (_takenCount > 0 && field.Name is "Content-Length" or "Transfer-Encoding" or "Trailer") return true;
        foreach (ref readonly var taken in _fields.AsSpan(0, _count))
            if (ReferenceEquals(taken.Value, field.Value) && taken.Name == field.Name) return true;
        return false;
    }

    private void TakeContentLength(string? value, ServedConn conn)
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
