namespace RouteGen;

/// <summary>A file or a directory of an <see cref="IFileSystem"/>. Go's name: <c>http.File</c> with its <c>fs.FileInfo</c>.</summary>
public abstract class FileEntry
{
    /// <summary>The name of the entry, without its path.</summary>
    public abstract string Name { get; }

    /// <summary>True if the entry is a directory.</summary>
    public abstract bool IsDirectory { get; }

    /// <summary>Time of the last change. Null means unknown; no <c>Last-Modified</c> is then sent.</summary>
    public virtual DateTimeOffset? Modified => null;

    /// <summary>Size of a file in bytes, shown in the listing of its directory. Null, the default, means unknown.</summary>
    public virtual long? Length => null;

    /// <summary>
    /// Entity tag, with its quotes, of the content that <see cref="OpenRead"/> has returned (RFC 9110 section 8.8.3). Null, the default,
    /// sends none.
    /// </summary>
    /// <remarks>
    /// Different content must have different tags. A file on disk has a strong tag, derived from its size and the time of its last change.
    /// </remarks>
    public virtual string? ETag => null;

    /// <summary>Opens the file. Called once, and never for a directory. The caller disposes the stream.</summary>
    /// <returns>A seekable stream.</returns>
    /// <exception cref="FileNotFoundException">The file does not exist any more (404).</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the file is denied (403).</exception>
    public abstract Stream OpenRead();

    /// <summary>Returns the entries of a directory, in any order. Called once, and only for a directory.</summary>
    /// <exception cref="UnauthorizedAccessException">Access to the directory is denied (403).</exception>
    public abstract IEnumerable<FileEntry> Entries();
}
