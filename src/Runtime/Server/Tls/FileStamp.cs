using RouteGen.Handling;

namespace RouteGen.Serving;

/// <summary>Modification time and length of a file, by which changes are detected. Links are followed.</summary>
internal readonly record struct FileStamp(DateTime? Written, long Length)
{
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    internal static FileStamp Of(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return new FileStamp(FileTime.Of(file), RandomAccess.GetLength(file));
    }
}
