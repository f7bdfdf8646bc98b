namespace RouteGen.Handling;

/// <summary>A file or directory of the disk.</summary>
internal sealed class DiskEntry(FileSystemInfo info) : FileEntry
{
    // Reads are as large as the caller's buffer, which is large.
    private const int NoBuffer = 0;

    public override string Name => info.Name;

    public override bool IsDirectory => info is DirectoryInfo;

    public override DateTimeOffset? Modified => info.LastWriteTimeUtc;

    public override Stream OpenRead() =>
        new FileStream(info.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, NoBuffer);

    public override IEnumerable<FileEntry> Entries()
    {
        foreach (var entry in ((DirectoryInfo)info).EnumerateFileSystemInfos()) yield return new DiskEntry(entry);
    }
}
