using RouteGen.Handling;

namespace RouteGen.Serving;

/// <summary>Modification time and length of a file, for detecting changes. Links are followed.</summary>
internal readonly record struct FileStamp(DateTime? Written, long Length)
{
    /// <exception cref="IOException">The file does not exist, cannot be read, or is not a regular file.</exception>
    internal static FileStamp Of(string path)
    {
        if (!RegularFile.MayOpen(path)) throw RegularFile.NotRegular();
        using var file = RegularFile.OpenRead(path);
        return new FileStamp(FileTime.Of(file.SafeFileHandle), file.Length);
    }
}
