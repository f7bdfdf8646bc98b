using System.Text;
using RouteGen;

namespace Runtime.Tests.Handling;

/// <summary>A file system in memory that notes what is opened. A name in it with a slash at its end is a directory.</summary>
internal sealed class MemoryFiles : IFileSystem
{
    private readonly Dictionary<string, string> _files = [];

    internal List<string> Opened { get; } = [];

    /// <summary>Thrown by every look-up; null: none.</summary>
    internal Exception? Failure { get; set; }

    internal void Add(string path, string text = "") => _files[path] = text;

    public FileEntry Open(string path)
    {
        Opened.Add(path);
        if (Failure is { } failure) throw failure;
        if (path == "/" || _files.ContainsKey(path + "/")) return new Entry(this, path.TrimEnd('/') + "/");
        return _files.ContainsKey(path) ? new Entry(this, path) : throw new FileNotFoundException();
    }

    private sealed class Entry(MemoryFiles files, string path) : FileEntry
    {
        public override string Name => path.Split('/', StringSplitOptions.RemoveEmptyEntries).LastOrDefault("");

        public override bool IsDirectory => path.EndsWith('/');

        public override Stream OpenRead() => new MemoryStream(Encoding.UTF8.GetBytes(files._files[path]));

        public override IEnumerable<FileEntry> Entries() => files._files.Keys
            .Where(
                name => name != path && name.StartsWith(path, StringComparison.Ordinal) && !name[path.Length..].TrimEnd('/').Contains('/'))
            .Select(name => new Entry(files, name));
    }
}
