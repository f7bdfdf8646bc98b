namespace RouteGen;

/// <summary>
/// Source of the files of a file server: a directory (<see cref="DirFileSystem"/>), an archive, memory. Go's name: <c>http.FileSystem</c>.
/// </summary>
public interface IFileSystem
{
    /// <summary>Finds a file or directory. Called by many threads at once.</summary>
    /// <param name="path">Decoded and cleaned: it begins with a slash, has no <c>.</c>, <c>..</c> or empty segment, and no slash at its end
    /// unless it is <c>/</c>.</param>
    /// <exception cref="FileNotFoundException">There is no such file; the response is 404. <see cref="DirectoryNotFoundException"/> means
    /// the same.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read; the response is 403.</exception>
    FileEntry Open(string path);
}
