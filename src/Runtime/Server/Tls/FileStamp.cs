using RouteGen.Handling;

namespace RouteGen.Serving;

/// <summary>Stamp that changes when a file changes. Links are followed, since the target of a link may be changed.</summary>
internal readonly record struct FileStamp(DateTime? Written, long Length)
{
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    internal static FileStamp Of(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return new FileStamp(FileTime.Of(file), RandomAccess.GetLength(file));
    }
}
