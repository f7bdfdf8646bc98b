using System.Text;

namespace RouteGen.Routing;

/// <summary>
/// Reference implementation of a match table, which tries every entry: slow, but obviously correct. Tests compare the other tables with it.
/// </summary>
internal sealed class LinearTable : MatchTable
{
    private readonly Row[] _rows;
    private readonly MuxEntry[] _entries;

    /// <summary>Creates a table from valid entries without conflicts, in any order.</summary>
    internal LinearTable(IEnumerable<MuxEntry> entries, string assemblyName = "")
    {
        var rows = new List<Row>();
        foreach (var entry in entries) rows.Add(new Row(entry));
        rows.Sort(static (left, right) => PatternOrder.Compare(left.Pattern, right.Pattern));
        _rows = [.. rows];
        _entries = Array.ConvertAll(_rows, static row => row.Entry);
        AssemblyName = assemblyName;
        ExactCount = Array.FindAll(_rows, static row => row.Pattern.IsExact).Length;
        IsClassic = Array.TrueForAll(_rows, static row => row.Pattern.IsClassic);
        HasMethods = Array.Exists(_rows, static row => row.Pattern.Method.Length > 0);
        HasHosts = Array.Exists(_rows, static row => row.Pattern.Host.Length > 0);
    }

    public override ReadOnlySpan<MuxEntry> Entries => _entries;

    public override int ExactCount { get; }

    public override string AssemblyName { get; }

    public override void Match(in RouteQuery query, ref RouteMatch match)
    {
        match = default;
        Row? best = null;
        foreach (var row in _rows)
        {
            if (!row.IsForHost(query.Host)) continue;
            if (row.IsExact(query.Path)) match.HasExactForm = true;
            if (row.IsSlashForm(query.Path) && match.SlashForm is not { Host.Length: > 0 }) match.SlashForm = row.Entry;
            if (!row.Entry.Admits(query.Method) || !row.Matches(query.Path)) continue;
            if (best is null || row.Beats(best)) best = row;
        }

        match.Entry = best?.Entry;
    }

    internal override void AddMethods(in RouteQuery query, ref AllowedMethods methods)
    {
        foreach (var row in _rows)
            if (row.IsForHost(query.Host) && row.Matches(query.Path)) methods.Add(row.Pattern.Method);
    }

    private sealed class Row
    {
        private readonly byte[] _host;
        private readonly byte[] _path;
        private readonly byte[][] _segments;

        internal Row(MuxEntry entry)
        {
            Entry = entry;
            Pattern = entry.Parsed;
            _host = Encoding.UTF8.GetBytes(Pattern.Host);
            _path = Encoding.UTF8.GetBytes(Pattern.LiteralPath);
            _segments = Array.ConvertAll(Pattern.Segments, static segment => Encoding.UTF8.GetBytes(segment.Text));
        }

        internal MuxEntry Entry { get; }

        internal RoutePattern Pattern { get; }

        internal bool IsForHost(ReadOnlySpan<byte> host) => _host.Length == 0 || host.SequenceEqual(_host);

        internal bool IsExact(ReadOnlySpan<byte> path) => Pattern.IsExact && path.SequenceEqual(_path);

        internal bool IsSlashForm(ReadOnlySpan<byte> path) => Pattern.IsPrefix && path.SequenceEqual(_path.AsSpan(0, _path.Length - 1));

        internal bool Beats(Row other) => Pattern.Host.Length > 0 == other.Pattern.Host.Length > 0
            ? PatternRelations.Compare(Pattern, other.Pattern) == PatternRelation.MoreSpecific
            : Pattern.Host.Length > 0;

        internal bool Matches(ReadOnlySpan<byte> path)
        {
            for (var index = 0; index < _segments.Length; index++)
            {
                if (path.IsEmpty || path[0] != '/') return false;
                var kind = Pattern.Segments[index].Kind;
                if (kind == SegmentKind.Tail) return true;
                path = path[1..];
                if (kind == SegmentKind.End) return path.IsEmpty;

                // The path ends in a slash, but the pattern has another segment.
                if (path.IsEmpty) return false;
                var slash = path.IndexOf((byte)'/');
                var segment = slash < 0 ? path : path[..slash];
                if (kind == SegmentKind.Literal && !segment.SequenceEqual(_segments[index])) return false;
                path = path[segment.Length..];
            }

            return path.IsEmpty;
        }
    }
}
