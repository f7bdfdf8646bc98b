using RouteGen.Protocol;

namespace RouteGen;

/// <summary>A part of multipart content, as a stream. Go's name: <c>multipart.Part</c>.</summary>
/// <remarks>A part can be read until the next one is requested. It need not be read or disposed.</remarks>
public sealed class FormPart : Body
{
    private readonly MultipartReader _reader;

    internal FormPart(MultipartReader reader, Header header)
    {
        _reader = reader;
        Header = header;
        TakeOriginOf(reader.Content);
        header.TryGetField("Content-Disposition", out var field);
        var disposition = new ParameterReader(field.Value);
        if (!disposition.Main.Equals("form-data", StringComparison.OrdinalIgnoreCase)) return;
        string? name = null, fileName = null, extended = null;
        var hasExtended = false;
        while (disposition.Read())
        {
            if (disposition.Name.Equals("name", StringComparison.OrdinalIgnoreCase)) SetOnce(ref name, disposition.Value, field.IsLatin1);
            else if (disposition.Name.Equals("filename", StringComparison.OrdinalIgnoreCase))
                SetOnce(ref fileName, disposition.Value, field.IsLatin1);
            else if (disposition.Name.Equals("filename*", StringComparison.OrdinalIgnoreCase))
            {
                if (hasExtended) throw _reader.Malformed("The Content-Disposition of a part repeats a parameter.");
                hasExtended = true;
                extended = ExtendedValue.Decode(disposition.Value);
            }
        }

        if (disposition.IsMalformed) throw _reader.Malformed("The Content-Disposition of a part is malformed.");
        // RFC 6266 section 4.3: the extended form takes precedence. A part whose only file name cannot be decoded must not become a value.
        if (hasExtended && extended is null && fileName is null)
            throw _reader.Malformed("The extended file name of a part cannot be decoded.");
        fileName = extended ?? fileName;
        Name = name ?? "";
        IsFile = !string.IsNullOrEmpty(fileName);
        FileName = BaseOf(fileName ?? "");
    }

    /// <summary>The fields of the part's head.</summary>
    public Header Header { get; }

    /// <summary>The name of the form's field, or empty for none. Go's name: <c>FormName</c>.</summary>
    public string Name { get; } = "";

    /// <summary>True if the sender has given the part a file name.</summary>
    public bool IsFile { get; }

    /// <summary>
    /// The file name that the sender chose, without a path, or empty for none. It does not refer to a local file.
    /// </summary>
    public string FileName { get; } = "";

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer) => _reader.Read(this, buffer);

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _reader.ReadAsync(this, buffer, cancellationToken);

    /// <summary>Reads, blocking the thread if <paramref name="holdsThread"/> is true; the returned task is then complete.</summary>
    internal ValueTask<int> ReadAsync(Memory<byte> buffer, bool holdsThread, CancellationToken cancellationToken) =>
        holdsThread ? new ValueTask<int>(Read(buffer.Span)) : ReadAsync(buffer, cancellationToken);

    // Rejects a repeated parameter, because another reader might choose the other value.
    private void SetOnce(ref string? value, string text, bool isLatin1)
    {
        if (value is not null) throw _reader.Malformed("The Content-Disposition of a part repeats a parameter.");
        // Each parameter is decoded separately, because one may be UTF-8 and another not.
        value = isLatin1 ? FieldText.DecodePart(text) : text;
    }

    // Some browsers have sent complete paths, with either separator. The result must not refer to another directory.
    private static string BaseOf(string fileName)
    {
        var name = fileName[(fileName.AsSpan().LastIndexOfAny('/', '\\') + 1)..];
        return name is "." or ".." ? "" : name;
    }
}
