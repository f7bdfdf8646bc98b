namespace RouteGen;

/// <summary>
/// The files of a file server, for example of a directory (<see cref="DirFileSystem"/>) or an archive. Go's name: <c>http.FileSystem</c>.
/// </summary>
public interface IFileSystem
{
    /// <summary>Finds a file or directory. May be called by several threads at once.</summary>
    /// <param name="path">The decoded, clean path. It begins with a slash, and has no <c>.</c>, <c>..</c> or empty segments. Only <c>/</c>
    /// ends in a slash.</param>
    /// <exception cref="FileNotFoundException">There is no such file (404). <see cref="DirectoryNotFoundException"/> has the same
    /// effect.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the file is denied (403).</exception>
    FileEntry Open(string path);
}
