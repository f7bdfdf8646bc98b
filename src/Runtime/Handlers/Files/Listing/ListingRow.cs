namespace RouteGen.Handling;

/// <summary>One entry of a directory's page.</summary>
internal readonly struct ListingRow(FileEntry entry)
{
    internal bool IsDirectory { get; } = entry.IsDirectory;

    /// <summary>The name. The name of a directory ends in a slash.</summary>
    internal string Name { get; } = entry.IsDirectory ? entry.Name + "/" : entry.Name;

    /// <summary>Size of a file in bytes. Null if it is unknown.</summary>
    internal long? Length { get; } = entry.IsDirectory ? null : entry.Length;

    internal DateTimeOffset? Modified { get; } = entry.Modified;

    /// <summary>Compares two rows for the order of the page.</summary>
    internal int CompareTo(in ListingRow other) =>
        IsDirectory != other.IsDirectory ? (IsDirectory ? -1 : 1) : string.CompareOrdinal(Name, other.Name);
}
