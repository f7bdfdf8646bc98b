using BenchmarkDotNet.Attributes;
using RouteGen.IO;
using RouteGen.Serving;

namespace RouteGen.Benchmarks.Serving;

/// <summary>A turn of a connection, system calls apart: parse, match, handler, answer. Sixteen requests at once, per request.</summary>
public class ServerConnBenchmark
{
    private const int Depth = 16;

    private FakeConn _conn = null!;
    private ServerConn _driver = null!;

    [GlobalSetup]
    public void Setup()
    {
        var mux = new ServeMux();
        mux.HandleFunc("/ping", static (w, _) => w.Write("pong"u8));
        _conn = new FakeConn([.. Enumerable.Repeat(Heads.Short, Depth).SelectMany(static head => head)]);
        _driver = new ServerConn(new RouteGen.Server { Handler = mux }.Host, _conn);
        _conn.Driver = _driver;
    }

    [Benchmark(OperationsPerInvoke = Depth)]
    public long Ping()
    {
        _conn.Arrive();
        if (_driver.RunTurn(Ready.Read) != TurnEnd.Quiet) throw new InvalidOperationException("The turn did not end as it should.");
        return _conn.SentBytes;
    }
}
