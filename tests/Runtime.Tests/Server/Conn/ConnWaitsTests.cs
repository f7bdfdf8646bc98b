using RouteGen.IO;
using RouteGen.Serving;
using RouteGen.Tests.Client;

namespace Runtime.Tests.Serving;

/// <summary>What happens to the waits of a request when the deadline of its connection passes.</summary>
public sealed class ConnWaitsTests
{
    private readonly FakeConn _conn = new();
    private readonly ConnWaits _waits = new();

    private static long Past => Environment.TickCount64 - 1;

    private static long Future => Environment.TickCount64 + 60_000;

    [Fact]
    public void A_late_body_ends_its_wait_and_not_the_connection()
    {
        _waits.SetInput(_conn, Past);
        _waits.BeginInput(_conn);
        Assert.False(_waits.HasInputEnded);
        Assert.True(_waits.TryEndInput(_conn));
        Assert.True(_waits.HasInputEnded);
        Assert.True(_waits.IsInputOver);
        Assert.Equal(0, _conn.Deadline);
        _waits.EndInput(_conn);
        Assert.False(_waits.TryEndInput(_conn));
    }

    [Fact]
    public void The_limit_of_a_write_in_progress_becomes_the_deadline()
    {
        var until = Future;
        _waits.SetInput(_conn, Past);
        _waits.SetOutput(_conn, until);
        _waits.BeginInput(_conn);
        _waits.BeginOutput(_conn);
        Assert.True(_waits.TryEndInput(_conn));
        Assert.Equal(until, _conn.Deadline);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_late_write_ends_the_connection_also_with_a_late_body(bool reads)
    {
        _waits.SetInput(_conn, Past);
        _waits.SetOutput(_conn, Past);
        if (reads) _waits.BeginInput(_conn);
        _waits.BeginOutput(_conn);
        Assert.False(_waits.TryEndInput(_conn));
        Assert.False(_waits.HasInputEnded);
    }

    [Fact]
    public void A_limit_that_was_moved_meanwhile_ends_nothing()
    {
        var until = Future;
        _waits.SetInput(_conn, Past);
        _waits.BeginInput(_conn);
        _waits.SetInput(_conn, until);
        Assert.True(_waits.TryEndInput(_conn));
        Assert.False(_waits.HasInputEnded);
        Assert.Equal(until, _conn.Deadline);
    }

    [Fact]
    public void A_thread_that_comes_late_ends_no_wait_of_another_connection()
    {
        var other = new FakeConn();
        _waits.SetInput(_conn, Past);
        _waits.BeginInput(_conn);
        Assert.False(_waits.TryEndInput(other));
        Assert.False(_waits.HasInputEnded);
        Assert.Equal(0, other.Deadline);
    }

    [Fact]
    public void The_next_request_starts_anew()
    {
        _waits.SetInput(_conn, Past);
        _waits.BeginInput(_conn);
        Assert.True(_waits.TryEndInput(_conn));
        // A wait that fails, as with a connection that broke, does not end before the request does.
        _waits.BeginOutput(_conn);
        _waits.Reset();
        Assert.False(_waits.HasInputEnded);
        Assert.False(_waits.IsInputOver);
        Assert.False(_waits.TryEndInput(_conn));
    }
}
