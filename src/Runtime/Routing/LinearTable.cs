using System.Text;

namespace RouteGen.Routing;

/// <summary>Reads the entries one by one, in table order: slow, and obviously right. Tests hold every faster reader equal to it.</summary>
internal sealed class LinearTable : MatchTable
{
    private readonly MuxEntry[] _entries;
    private readonly (byte[] Host, byte[] Path)[] _bytes;
    private readonly int _exactCount;
    private readonly string _assemblyName;

    /// <summary>Makes a table of valid entries without duplicates, in any order.</summary>
    internal LinearTable(IEnumerable<MuxEntry> entries, string assemblyName = "")
    {
        var sorted = new List<(RoutePattern Pattern, MuxEntry Entry)>();
        foreach (var entry in entries)
        {
            if (!RoutePattern.TryParse(entry.Pattern, out var pattern, out var error)) throw new ArgumentException(error, nameof(entries));
            sorted.Add((pattern!, entry));
        }

        sorted.Sort(static (left, right) => RoutePattern.CompareTableOrder(left.Pattern, right.Pattern));
        _entries = sorted.ConvertAll(static pair => pair.Entry).ToArray();
        _bytes = Array.ConvertAll(_entries, static entry => (Encoding.UTF8.GetBytes(entry.Host), Encoding.UTF8.GetBytes(entry.Path)));
        foreach (var entry in _entries) if (entry.Kind == MuxEntryKind.Exact) _exactCount++;
        _assemblyName = assemblyName;
    }

    public override ReadOnlySpan<MuxEntry> Entries => _entries;

    public override int ExactCount => _exactCount;

    public override string AssemblyName => _assemblyName;

    public override void Match(in RouteQuery query, ref RouteMatch match)
    {
        match.Entry = Find(query.Host, query.Path);
        match.HasExactForm = Has(query.Host, query.Path) || Has(default, query.Path);
        match.SlashForm = FindSlashForm(query.Host, query.Path) ?? FindSlashForm(default, query.Path);
    }

    // Entries of the host come before those of none; exact ones before prefixes, and longer prefixes before shorter ones, since that is
    // the table's order.
    private MuxEntry? Find(ReadOnlySpan<byte> host, ReadOnlySpan<byte> path)
    {
        MuxEntry? generic = null;
        for (var index = 0; index < _entries.Length; index++)
        {
            var (entryHost, entryPath) = _bytes[index];
            var matches = _entries[index].Kind == MuxEntryKind.Exact ? path.SequenceEqual(entryPath) : path.StartsWith(entryPath);
            if (!matches) continue;
            if (entryHost.Length == 0) generic ??= _entries[index];
            else if (host.SequenceEqual(entryHost)) return _entries[index];
        }

        return generic;
    }

    private bool Has(ReadOnlySpan<byte> host, ReadOnlySpan<byte> path)
    {
        for (var index = 0; index < _exactCount; index++)
            if (host.SequenceEqual(_bytes[index].Host) && path.SequenceEqual(_bytes[index].Path)) return true;
        return false;
    }

    private MuxEntry? FindSlashForm(ReadOnlySpan<byte> host, ReadOnlySpan<byte> path)
    {
        for (var index = _exactCount; index < _entries.Length; index++)
        {
            var (entryHost, entryPath) = _bytes[index];
            if (host.SequenceEqual(entryHost) && path.SequenceEqual(entryPath.AsSpan(0, entryPath.Length - 1))) return _entries[index];
        }

        return null;
    }
}
