using Microsoft.Win32.SafeHandles;

namespace RouteGen.Handling;

/// <summary>
/// Reads the time of the last change of a file. Some file systems support times that are not valid dates, and anyone with write access to a
/// file can set them.
/// </summary>
internal static class FileTime
{
    /// <summary>Returns the time in UTC. Null if it is outside the years 1 to 9999.</summary>
    /// <exception cref="IOException">The time cannot be read.</exception>
    internal static DateTime? Of(SafeFileHandle file)
    {
        try
        {
            return File.GetLastWriteTimeUtc(file);
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    /// <inheritdoc cref="Of(SafeFileHandle)"/>
    internal static DateTime? Of(FileSystemInfo info)
    {
        try
        {
            return info.LastWriteTimeUtc;
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }
}
