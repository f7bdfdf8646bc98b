namespace RouteGen;

/// <summary>A file or a directory of an <see cref="IFileSystem"/>. Go's name: <c>http.File</c> with its <c>fs.FileInfo</c>.</summary>
public abstract class FileEntry
{
    /// <summary>Its name, without the path to it.</summary>
    public abstract string Name { get; }

    /// <summary>Whether it is a directory.</summary>
    public abstract bool IsDirectory { get; }

    /// <summary>When it was changed; null: unknown, and nothing is said of it.</summary>
    public virtual DateTimeOffset? Modified => null;

    /// <summary>Opens a file; called once, for a file only. The caller disposes the stream.</summary>
    /// <returns>A stream that can seek.</returns>
    /// <exception cref="FileNotFoundException">It has been removed: 404.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read: 403.</exception>
    public abstract Stream OpenRead();

    /// <summary>What is in a directory, in any order; called once, for a directory only.</summary>
    /// <exception cref="UnauthorizedAccessException">It may not be listed: 403.</exception>
    public abstract IEnumerable<FileEntry> Entries();
}
