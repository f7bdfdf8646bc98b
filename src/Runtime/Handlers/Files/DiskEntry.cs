namespace RouteGen.Handling;

/// <summary>A file or directory on disk.</summary>
internal sealed class DiskEntry(FileSystemInfo info) : FileEntry
{
    // Time and tag of the opened file. Its name may refer to another file later.
    private DateTime? _modified;
    private bool _isOpened;
    private string? _tag;

    public override string Name => info.Name;

    public override bool IsDirectory => info is DirectoryInfo;

    public override DateTimeOffset? Modified => _isOpened ? _modified : FileTime.Of(info);

    // Null for a link, because the length would be the link's own.
    public override long? Length =>
        info is FileInfo { Exists: true } file && !file.Attributes.HasFlag(FileAttributes.ReparsePoint) ? file.Length : null;

    public override string? ETag => _tag;

    public override Stream OpenRead()
    {
        var stream = RegularFile.OpenRead(info.FullName);
        try
        {
            _modified = FileTime.Of(stream.SafeFileHandle);
            _isOpened = true;
            // A tag without a time would miss changes that keep the length.
            if (_modified is { } modified) _tag = EntityTag.Of(modified, stream.Length);
            return stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    public override IEnumerable<FileEntry> Entries()
    {
        foreach (var entry in ((DirectoryInfo)info).EnumerateFileSystemInfos()) yield return new DiskEntry(entry);
    }
}
