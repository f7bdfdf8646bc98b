namespace RouteGen.Handling;

/// <summary>A file or directory of the disk.</summary>
internal sealed class DiskEntry(FileSystemInfo info) : FileEntry
{
    public override string Name => info.Name;

    public override bool IsDirectory => info is DirectoryInfo;

    public override DateTimeOffset? Modified => info.LastWriteTimeUtc;

    public override Stream OpenRead() => RegularFile.OpenRead(info.FullName);

    public override IEnumerable<FileEntry> Entries()
    {
        foreach (var entry in ((DirectoryInfo)info).EnumerateFileSystemInfos()) yield return new DiskEntry(entry);
    }
}
