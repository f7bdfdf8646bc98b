using BenchmarkDotNet.Attributes;
using RouteGen.Protocol;

namespace RouteGen.Benchmarks.Protocol;

/// <summary>The parser: one head that has arrived whole.</summary>
public class RequestHeadBenchmark
{
    private readonly RequestHead _head = new();

    [Benchmark(Baseline = true)]
    public int Short() => Parse(Heads.Short);

    [Benchmark]
    public int Browser() => Parse(Heads.Browser);

    private int Parse(byte[] input)
    {
        _head.Reset();
        return _head.Parse(input, Server.DefaultMaxHeaderBytes, Server.DefaultMaxHeaderCount) == ParseStatus.Done ? _head.Length
            : throw new InvalidOperationException();
    }
}
