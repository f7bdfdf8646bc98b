using Microsoft.Win32.SafeHandles;

namespace RouteGen;

/// <summary>
/// A file of a multipart form, kept in memory or in a temporary file until the request ends. Go's name: <c>multipart.FileHeader</c>.
/// </summary>
public sealed class FormFile
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly SafeFileHandle? _file;

    internal FormFile(FormPart part, ReadOnlyMemory<byte> bytes)
        : this(part)
    {
        _bytes = bytes;
        Length = bytes.Length;
    }

    internal FormFile(FormPart part, SafeFileHandle file, long length)
        : this(part)
    {
        _file = file;
        Length = length;
    }

    private FormFile(FormPart part)
    {
        Name = part.Name;
        FileName = part.FileName;
        Header = part.Header;
    }

    /// <summary>The name of the form's field.</summary>
    public string Name { get; }

    /// <summary>The file name that the sender chose, without a path. May be empty. Go's name: <c>Filename</c>.</summary>
    public string FileName { get; }

    /// <summary>The fields of the part's head.</summary>
    public Header Header { get; }

    /// <summary>Length in bytes. Go's name: <c>Size</c>.</summary>
    public long Length { get; }

    /// <summary>Opens a seekable stream over the file, valid until the request ends. Several may be open at once.</summary>
    /// <exception cref="ObjectDisposedException">The request has ended.</exception>
    public Stream OpenRead()
    {
        if (_file is not null) return new FormFileStream(_file, Length);
        // No copy is needed, because the stream is read-only.
        return System.Runtime.InteropServices.MemoryMarshal.TryGetArray(_bytes, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(_bytes.ToArray(), writable: false);
    }
}
