using System.Net;
using RouteGen.IO;

namespace RouteGen.Tests.Client;

/// <summary>Dials that end when the test says so.</summary>
internal sealed class FakeBackend : IoBackend
{
    private readonly object _gate = new();
    private readonly List<FakeDial> _dials = [];

    /// <summary>Whether a dial succeeds at once.</summary>
    internal bool DialsAtOnce { get; init; } = true;

    internal List<FakeDial> Dials { get { lock (_gate) return [.. _dials]; } }

    internal FakeConn Conn(int index) => Dials[index].Conn;

    /// <summary>The leak check: every connection was closed, once.</summary>
    internal Task UntilAllAreClosedAsync() => Wait.UntilAsync(
        () => Dials.All(static dial => dial.Result.IsCompleted && (!dial.Result.IsCompletedSuccessfully || dial.Conn.CloseCount == 1)),
        "every dial has ended and every connection is closed");

    internal override IoListener Listen(EndPoint address) => throw new InvalidOperationException();

    internal override IoListener Adopt(int descriptor) => throw new InvalidOperationException();

    internal override async ValueTask<Conn> DialAsync(EndPoint address, CancellationToken cancellationToken)
    {
        var dial = new FakeDial(address);
        lock (_gate) _dials.Add(dial);
        if (DialsAtOnce) dial.Succeed();
        using var registration = cancellationToken.Register(() => dial.Fail(new OperationCanceledException(cancellationToken)));
        return await dial.Result;
    }
}

/// <summary>One dial under way.</summary>
internal sealed class FakeDial(EndPoint address)
{
    private readonly TaskCompletionSource<Conn> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal EndPoint Address => address;

    internal FakeConn Conn { get; } = new();

    internal Task<Conn> Result => _result.Task;

    internal void Succeed() => _result.TrySetResult(Conn);

    internal void Fail(Exception error) => _result.TrySetException(error);
}

/// <summary>A clock that stands until it is moved. It starts at the real one's instant.</summary>
internal sealed class FakeClock : ClientClock
{
    private long _offset;
    private readonly long _ticks = Environment.TickCount64;

    internal override long Ticks => _ticks + Volatile.Read(ref _offset);

    internal override long WallMs => 1_000_000 + Volatile.Read(ref _offset);

    internal void Advance(TimeSpan span) => Interlocked.Add(ref _offset, (long)span.TotalMilliseconds);
}
