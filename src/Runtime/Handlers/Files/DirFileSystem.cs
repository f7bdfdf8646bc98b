using RouteGen.Handling;
using RouteGen.IO;

namespace RouteGen;

/// <summary>
/// A file system of the files below a directory. Go's name: <c>http.Dir</c>.
/// </summary>
/// <remarks>
/// Names that begin with a dot are served like others. Symbolic links are followed, even out of the directory, so anyone who can create
/// links in it determines what is served. Only regular files and directories are opened; FIFOs, devices and sockets are not found.
/// Immutable and thread-safe.
/// </remarks>
public sealed class DirFileSystem : IFileSystem
{
    private readonly string _root;

    /// <summary>Creates a file system for a directory.</summary>
    /// <param name="root">The directory. Empty means the current one. It need not exist yet.</param>
    public DirFileSystem(string root)
    {
        ArgumentNullException.ThrowIfNull(root);
        _root = root.Length == 0 ? "." : root;
    }

    /// <inheritdoc/>
    public FileEntry Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!IsName(path)) throw new FileNotFoundException("The path does not name a file in this file system.");
        // The path is cleaned here too, because the caller need not be the file server.
        var full = Path.Join(_root, PathText.Clean("/" + path));
        var directory = new DirectoryInfo(full);
        if (directory.Exists) return new DiskEntry(directory);
        var file = new FileInfo(full);
        if (!file.Exists) throw NotFoundOrHidden(file);
        return RegularFile.MayOpen(full) ? new DiskEntry(file) : throw RegularFile.NotRegular();
    }

    /// <summary>
    /// Writes a line to standard error if the directory does not exist. Otherwise a wrong working directory would look like missing files.
    /// </summary>
    internal void TellIfMissing()
    {
        if (Directory.Exists(_root)) return;
        StandardError.Write(
            $"{DateTime.UtcNow:yyyy-MM-dd'T'HH:mm:ss.fff'Z'} FileServer: the directory '{Path.GetFullPath(_root)}' does not exist; "
                + $"requests get 404 until it exists.");
    }

    // Rejects NUL, at which the system would end the name and so open another file. On Windows, also rejects the backslash and the colon,
    // which could lead out of the root.
    private static bool IsName(string path)
    {
        if (path.Contains('\0')) return false;
        return Path.DirectorySeparatorChar == '/' || (!path.Contains(Path.DirectorySeparatorChar) && !path.Contains(':'));
    }

    // Distinguishes a missing file from an inaccessible one; Exists is false for both.
    private static Exception NotFoundOrHidden(FileInfo file)
    {
        try
        {
            _ = File.GetAttributes(file.FullName);
            return new FileNotFoundException("The file does not exist.");
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException or IOException)
        {
            return failure;
        }
    }
}
