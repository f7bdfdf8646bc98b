using System.Globalization;
using RouteGen.Routing;

namespace RouteGen;

public sealed partial class ServeMux
{
    private void Register(string pattern, IHandler handler, string handlerName, string file, int line)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        if (!RoutePattern.TryParse(pattern, out var parsed, out var error))
            throw new ArgumentException($"The pattern \"{pattern}\" cannot be registered. {error}", nameof(pattern));
        var kind = parsed!.IsPrefix ? MuxEntryKind.Prefix : MuxEntryKind.Exact;
        var entry = new MuxEntry(pattern, kind, handler, handlerName, FormatSource(file, line));
        lock (_gate)
        {
            var registered = _registered ?? SnapshotTable.Empty;
            var other = registered.Find(parsed) ?? (_compiled is { } compiled ? Find(compiled, pattern) : null);
            if (other is not null) ThrowDuplicate(pattern, other.Source, entry.Source);
            _registered = registered.Add(parsed, entry);
        }
    }

    private void UseTable(MatchTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        lock (_gate)
        {
            if (_compiled is { } compiled)
            {
                throw new InvalidOperationException(
                    $"The default mux has its generated table from the assembly {compiled.AssemblyName}, and {table.AssemblyName} brings another. " +
                    "Only one assembly of a program may; set the property RouteGenTable to false in the other's project.");
            }

            if (_registered is { } registered)
                foreach (var entry in registered.Entries)
                    if (Find(table, entry.Pattern) is { } other) ThrowDuplicate(entry.Pattern, other.Source, entry.Source);
            _compiled = table;
        }
    }

    private static MuxEntry? Find(MatchTable table, string pattern)
    {
        foreach (var entry in table.Entries)
            if (entry.Pattern == pattern) return entry;
        return null;
    }

    private static void ThrowDuplicate(string pattern, string first, string second)
    {
        if (first.Length == 0) first = "an unknown place";
        if (second.Length == 0) second = "an unknown place";
        throw new InvalidOperationException($"The pattern \"{pattern}\" is registered twice: at {first} and at {second}.");
    }

    // The name alone: where the sources lay when they were compiled is nobody's business at run time.
    private static string FormatSource(string file, int line) =>
        file.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{file.AsSpan(file.AsSpan().LastIndexOfAny('/', '\\') + 1)}:{line}");
}
