namespace RouteGen;

/// <summary>A file or a directory of an <see cref="IFileSystem"/>. Go's name: <c>http.File</c> with its <c>fs.FileInfo</c>.</summary>
public abstract class FileEntry
{
    /// <summary>Its name, without the path to it.</summary>
    public abstract string Name { get; }

    /// <summary>True if it is a directory.</summary>
    public abstract bool IsDirectory { get; }

    /// <summary>Time of the last change. Null if unknown; then no <c>Last-Modified</c> is sent.</summary>
    public virtual DateTimeOffset? Modified => null;

    /// <summary>Size of a file in bytes, for the list of its directory. Null, the default, means unknown.</summary>
    public virtual long? Length => null;

    /// <summary>
    /// Entity tag of the content that <see cref="OpenRead"/> has returned, with its quotes (RFC 9110 section 8.8.3). Null, the default,
    /// sends none.
    /// </summary>
    /// <remarks>
    /// It must differ if the content differs. A file of the disk has a strong tag, made from the time of its last change and its size.
    /// </remarks>
    public virtual string? ETag => null;

    /// <summary>Opens a file; called once, for a file only. The caller disposes the stream.</summary>
    /// <returns>A stream that can seek.</returns>
    /// <exception cref="FileNotFoundException">It has been removed; the response is 404.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read; the response is 403.</exception>
    public abstract Stream OpenRead();

    /// <summary>Returns the entries of a directory, in any order. Called once, and only for a directory.</summary>
    /// <exception cref="UnauthorizedAccessException">It may not be listed; the response is 403.</exception>
    public abstract IEnumerable<FileEntry> Entries();
}
