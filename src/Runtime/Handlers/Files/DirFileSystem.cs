using RouteGen.Handling;
using RouteGen.IO;

namespace RouteGen;

/// <summary>
/// The files below a directory. Names that begin with a dot are served like others, and symbolic links are followed wherever they lead, so
/// anyone who can create links in the directory decides what is served. Only regular files and directories are opened: a FIFO, a device or
/// a socket is not found. Go's name: <c>http.Dir</c>.
/// </summary>
/// <remarks>Immutable; any thread may use it.</remarks>
public sealed class DirFileSystem : IFileSystem
{
    private readonly string _root;

    /// <summary>The files below a directory.</summary>
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
        // A direct caller may not have cleaned the path.
        var full = Path.Join(_root, PathText.Clean("/" + path));
        var directory = new DirectoryInfo(full);
        if (directory.Exists) return new DiskEntry(directory);
        var file = new FileInfo(full);
        if (!file.Exists) throw NotFoundOrHidden(file);
        return RegularFile.MayOpen(full) ? new DiskEntry(file) : throw RegularFile.NotRegular();
    }

    /// <summary>
    /// Writes a line to standard error if the directory does not exist (yet): a wrong working directory looks like files that are missing.
    /// </summary>
    internal void TellIfMissing()
    {
        if (Directory.Exists(_root)) return;
        StandardError.Write(
            $"{DateTime.UtcNow:yyyy-MM-dd'T'HH:mm:ss.fff'Z'} FileServer: the directory '{Path.GetFullPath(_root)}' does not exist; "
                + $"requests get 404 until it exists.");
    }

    // For the system NUL ends a name, so that another file would be opened. Where the separator is not a slash, characters that are one, or
    // name a drive or a stream, could lead out of the root.
    private static bool IsName(string path)
    {
        if (path.Contains('\0')) return false;
        return Path.DirectorySeparatorChar == '/' || (!path.Contains(Path.DirectorySeparatorChar) && !path.Contains(':'));
    }

    // Exists says no for both.
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
