using BenchmarkDotNet.Attributes;
using RouteGen.Protocol;

namespace RouteGen.Benchmarks.Messages;

/// <summary>Access to the fields of a received head (15 of them), and to those of an answer.</summary>
public class HeaderBenchmark
{
    private readonly RequestHead _head = new();
    private readonly Header _received = new();
    private readonly Header _answer = new();

    [GlobalSetup]
    public void Setup() => _head.Parse(Heads.Browser, Server.DefaultMaxHeaderBytes, Server.DefaultMaxHeaderCount);

    // Bound anew each time, as for every request: so nothing that an earlier look-up has made is found.
    [Benchmark(Baseline = true)]
    public void Bind() => _received.Bind(Heads.Browser, _head);

    [Benchmark]
    public bool Miss()
    {
        _received.Bind(Heads.Browser, _head);
        return _received.Has("Authorization");
    }

    [Benchmark]
    public string Get()
    {
        _received.Bind(Heads.Browser, _head);
        return _received.Get("Accept-Encoding");
    }

    [Benchmark]
    public int Enumerate()
    {
        _received.Bind(Heads.Browser, _head);
        var length = 0;
        foreach (var (_, value) in _received) length += value.Length;
        return length;
    }

    [Benchmark]
    public void SetAndClear()
    {
        _answer.Set("Content-Type", "application/json");
        _answer.Set("Cache-Control", "no-store");
        _answer.Clear();
    }
}
