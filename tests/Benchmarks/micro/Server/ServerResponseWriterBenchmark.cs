using BenchmarkDotNet.Attributes;
using RouteGen.Serving;

namespace RouteGen.Benchmarks.Serving;

// The client has one too, which stands nearer to this namespace.
using Exchange = RouteGen.Serving.Exchange;

/// <summary>The answer alone: a head decided and written, and a body. The same request each time, which has been parsed.</summary>
public class ServerResponseWriterBenchmark
{
    private static readonly byte[] s_large = new byte[16 * 1024];

    private readonly Exchange _exchange = new();
    private ServerConn _conn = null!;

    [GlobalSetup]
    public void Setup()
    {
        var transport = new FakeConn(Heads.Short);
        _conn = new ServerConn(new RouteGen.Server { Handler = new ServeMux() }.Host, transport);
        var head = _exchange.Received.Head;
        head.Reset();
        head.Parse(Heads.Short, RouteGen.Server.DefaultMaxHeaderBytes, RouteGen.Server.DefaultMaxHeaderCount);
        _exchange.Begin(_conn, transport, Heads.Short);
    }

    [Benchmark(Baseline = true)]
    public int Short()
    {
        _exchange.BeginResponse(_conn);
        _exchange.WriterFace.Write("pong"u8);
        return Finish();
    }

    [Benchmark]
    public int FourFields()
    {
        _exchange.BeginResponse(_conn);
        var header = _exchange.WriterFace.Header;
        header.Set("Content-Type", "application/json");
        header.Set("Cache-Control", "no-store");
        header.Set("X-Request-Id", "0f8fad5b");
        header.Set("Vary", "Accept-Encoding");
        _exchange.WriterFace.Write("{\"status\":\"ok\"}"u8);
        return Finish();
    }

    [Benchmark]
    public int Chunked()
    {
        _exchange.BeginResponse(_conn);
        _exchange.WriterFace.Write(s_large);
        return Finish();
    }

    private int Finish()
    {
        if (!_exchange.Writer.TryFinish()) throw new InvalidOperationException("The answer had to wait.");
        _exchange.Writer.End();
        var count = _conn.Output.Count;
        _conn.Output.Clear();
        return count;
    }
}
