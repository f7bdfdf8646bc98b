using System.Collections.Frozen;
using System.Text;
using BenchmarkDotNet.Attributes;
using RouteGen.Routing;
using RouteGen.Tests;

namespace RouteGen.Benchmarks.Routing;

/// <summary>
/// The match: one of 64 paths in turn, among few and many exact routes. The measure is the framework's own dictionary, asked by string.
/// </summary>
public class CompiledTableBenchmark
{
    private const int AskedCount = 64;

    private readonly byte[][] _paths = new byte[AskedCount][];
    private readonly string[] _texts = new string[AskedCount];
    private MatchTable _compiled = null!;
    private SnapshotTable _registered = null!;
    private FrozenDictionary<string, MuxEntry> _frozen = null!;
    private FrozenDictionary<string, MuxEntry>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private int _turn;

    [Params(5, 500, 5_000)]
    public int Count { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var patterns = Enumerable.Range(0, Count).Select(static index => $"/api/v1/customers/{index * 7919 % 10_007:00000}/orders")
            .ToArray();
        _compiled = GeneratedTable.Build(patterns);
        _registered = Register(_compiled.Entries);
        _frozen = _compiled.Entries.ToArray().ToFrozenDictionary(static entry => entry.Path, StringComparer.Ordinal);
        _lookup = _frozen.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var index = 0; index < AskedCount; index++)
        {
            // Strings of their own: one that is the key itself would be found without a comparison.
            _paths[index] = Encoding.ASCII.GetBytes(patterns[index * 31 % Count]);
            _texts[index] = Encoding.ASCII.GetString(_paths[index]);
        }
    }

    // Without a string: the bytes are widened on the stack, which is the least that a dictionary of strings needs.
    [Benchmark(Baseline = true)]
    public MuxEntry Dictionary()
    {
        var path = Next();
        Span<char> text = stackalloc char[128];
        return _lookup[text[..Encoding.ASCII.GetChars(path, text)]];
    }

    // With a string that is already there, which no server has: the strictest measure.
    [Benchmark]
    public MuxEntry DictionaryByString() => _frozen[_texts[_turn++ & (AskedCount - 1)]];

    // As a mux without run-time registrations does: the shortest way, and where that finds nothing, Match.
    [Benchmark]
    public MuxEntry Compiled() => _compiled.FindExact(Next(), "GET"u8) ?? Match(_compiled);

    // Match by itself, as for requests that the shortest way has no answer to.
    [Benchmark]
    public MuxEntry CompiledInFull() => Match(_compiled);

    [Benchmark]
    public MuxEntry Registered() => Match(_registered);

    // As the run-time registrations of a ServeMux stand.
    private static SnapshotTable Register(ReadOnlySpan<MuxEntry> entries)
    {
        var table = SnapshotTable.Empty;
        foreach (var entry in entries) table = table.Add(entry);
        return table;
    }

    private MuxEntry Match(MatchTable table)
    {
        var match = default(RouteMatch);
        table.Match(new RouteQuery("GET"u8, default, Next()), ref match);
        return match.Entry!;
    }

    private byte[] Next() => _paths[_turn++ & (AskedCount - 1)];
}
