using System.Net.Sockets;
using RouteGen;
using RouteGen.IO;

namespace Runtime.Tests.IO;

public abstract partial class ConnContractTests
{
    [Fact]
    public async Task A_driver_echoes_until_the_peer_closes()
    {
        var drivers = new List<ScriptedDriver>();
        var listener = Listen(conn => Add(drivers, Echo(conn)));
        using (var peer = Connect(listener.LocalEndPoint))
        {
            for (var round = 0; round < 500; round++)
            {
                peer.Send("ping"u8);
                Assert.Equal("ping", ReadText(peer, 4));
            }

            peer.Shutdown(SocketShutdown.Send);
            Assert.Equal(0, peer.Receive(new byte[1]));
        }

        await listener.StopAsync().Within();
        AssertSound(drivers);
    }

    [Fact]
    public async Task A_half_closed_peer_gets_its_answer()
    {
        var listener = Listen(conn => new ScriptedDriver(_ =>
        {
            var buffer = new byte[64];
            int count;
            while ((count = conn.TryReceive(buffer)) > 0)
            {
            }

            if (count == Conn.WouldBlock) return TurnEnd.Quiet;
            conn.Send("answer"u8);
            conn.Close();
            return TurnEnd.Closed;
        }));
        for (var round = 0; round < 100; round++)
        {
            using var peer = Connect(listener.LocalEndPoint);
            peer.Send("question"u8);
            peer.Shutdown(SocketShutdown.Send);
            Assert.Equal("answer", ReadText(peer, 7));
        }

        await listener.StopAsync().Within();
    }

    [Fact]
    public async Task Again_lets_other_connections_have_their_turns()
    {
        var enough = false;
        var busyTurns = 0;
        var drivers = new List<ScriptedDriver>();
        var listener = Listen(conn => Add(drivers, new ScriptedDriver(ready =>
        {
            var buffer = new byte[16];
            var count = conn.TryReceive(buffer);
            if (count == 0)
            {
                conn.Close();
                return TurnEnd.Closed;
            }

            var isBusy = count > 0 ? buffer[0] == 'b' : ready == Ready.None;
            if (!isBusy)
            {
                if (count > 0) conn.Send(buffer.AsSpan(0, count));
                return TurnEnd.Quiet;
            }

            Interlocked.Increment(ref busyTurns);
            if (!Volatile.Read(ref enough)) return TurnEnd.Again;
            conn.Send("done"u8);
            return TurnEnd.Quiet;
        })));
        using (var busy = Connect(listener.LocalEndPoint))
        using (var other = Connect(listener.LocalEndPoint))
        {
            busy.Send("b"u8);
            Patience.Until(() => Volatile.Read(ref busyTurns) > 10, "a turn follows a turn");
            for (var round = 0; round < 100; round++)
            {
                other.Send("ping"u8);
                Assert.Equal("ping", ReadText(other, 4));
            }

            var turns = Volatile.Read(ref busyTurns);
            Patience.Until(() => Volatile.Read(ref busyTurns) > turns, "the busy one goes on");
            Volatile.Write(ref enough, true);
            Assert.Equal("done", ReadText(busy, 4));
        }

        await listener.StopAsync().Within();
        AssertSound(drivers);
    }

    // Resume comes from another thread, sometimes before the turn has returned. Every byte asks for one suspension.
    [Fact]
    public async Task Suspended_and_Resume_may_race_and_no_turn_is_lost_or_doubled()
    {
        const int Rounds = 3000;
        var drivers = new List<ScriptedDriver>();
        var spurious = 0;
        var listener = Listen(conn =>
        {
            var suspended = false;
            var random = new Random(3);
            return Add(drivers, new ScriptedDriver(ready =>
            {
                if (suspended)
                {
                    if (ready != Ready.None) Interlocked.Increment(ref spurious);
                    suspended = false;
                    conn.Send("."u8);
                }

                var one = new byte[1];
                switch (conn.TryReceive(one))
                {
                    case 0:
                        conn.Close();
                        return TurnEnd.Closed;
                    case Conn.WouldBlock:
                        return TurnEnd.Quiet;
                }

                suspended = true;
                var spin = random.Next(200);
                ThreadPool.UnsafeQueueUserWorkItem(
                    _ =>
                    {
                        Thread.SpinWait(spin);
                        conn.Resume();
                    },
                    null);
                Thread.SpinWait(random.Next(200));
                return TurnEnd.Suspended;
            }));
        });
        using (var peer = Connect(listener.LocalEndPoint))
        {
            // One byte at a time, then many: events come while the connection is suspended.
            for (var round = 0; round < Rounds / 2; round++)
            {
                peer.Send("x"u8);
                Assert.Equal(".", ReadText(peer, 1));
            }

            peer.Send(new byte[Rounds / 2]);
            Assert.Equal(Rounds / 2, ReadText(peer, Rounds / 2).Length);
            peer.Shutdown(SocketShutdown.Send);
            Assert.Equal(0, peer.Receive(new byte[1]));
        }

        await listener.StopAsync().Within();
        Assert.Equal(0, spurious);
        AssertSound(drivers);
    }

    [Fact]
    public async Task An_idle_connection_is_told_to_stop_and_can_still_talk()
    {
        var quiet = new CountdownEvent(1);
        var drivers = new List<ScriptedDriver>();
        var listener = Listen(conn => Add(drivers, new ScriptedDriver(ready =>
        {
            if ((ready & Ready.Stop) == 0)
            {
                if (conn.TryReceive(new byte[8]) > 0) conn.Send("hello"u8);
                if (quiet.CurrentCount > 0) quiet.Signal();
                return TurnEnd.Quiet;
            }

            conn.Send("goodbye"u8);
            conn.Close();
            return TurnEnd.Closed;
        })));
        using var peer = Connect(listener.LocalEndPoint);
        peer.Send("x"u8);
        Assert.Equal("hello", ReadText(peer, 5));
        await listener.StopAsync().Within();
        Assert.Equal("goodbye", ReadText(peer, 8));
        AssertSound(drivers);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_turn_may_hold_its_thread_until_more_has_come(bool atStop)
    {
        var waits = new ManualResetEventSlim();
        var drivers = new List<ScriptedDriver>();
        var listener = Listen(conn => Add(drivers, new ScriptedDriver(ready =>
        {
            var buffer = new byte[8];
            var first = conn.TryReceive(buffer);
            // A look that finds nothing is allowed. It may bring the stop along.
            if (IsLookOnly(ready) && first == Conn.WouldBlock) return TurnEnd.Quiet;
            if (first > 0 && atStop)
            {
                conn.Send("begun"u8);
                return TurnEnd.Quiet;
            }

            if (atStop && (ready & Ready.Stop) == 0) return TurnEnd.Quiet;
            conn.SetDeadline(Now + (long)Patience.Bound.TotalMilliseconds);
            waits.Set();
            int count;
            while ((count = conn.TryReceive(buffer)) == Conn.WouldBlock) conn.WaitReadable();
            conn.Send(buffer.AsSpan(0, count));
            conn.Close();
            return TurnEnd.Closed;
        })));
        using var peer = Connect(listener.LocalEndPoint);
        peer.Send("x"u8);
        if (atStop)
        {
            Assert.Equal("begun", ReadText(peer, 5));
            await listener.StopAsync().Within();
        }

        Assert.True(waits.Wait(Patience.Bound));
        peer.Send("more"u8);
        Assert.Equal("more", ReadText(peer, 5));
        await listener.StopAsync().Within();
        AssertSound(drivers);
    }

    [Fact]
    public async Task A_suspended_connection_is_told_to_stop_after_its_handler()
    {
        Conn? suspended = null;
        var reasons = new List<Ready>();
        var listener = Listen(conn => new ScriptedDriver(ready =>
        {
            // A look that finds nothing is allowed, behind the handler as well. It may bring the stop along.
            if ((ready & Ready.Read) != 0 && conn.TryReceive(new byte[8]) == Conn.WouldBlock && IsLookOnly(ready)) return TurnEnd.Quiet;
            lock (reasons) reasons.Add(ready);
            if ((ready & Ready.Stop) != 0)
            {
                conn.Close();
                return TurnEnd.Closed;
            }

            if (ready == Ready.None) return TurnEnd.Quiet;
            Volatile.Write(ref suspended, conn);
            return TurnEnd.Suspended;
        }));
        using var peer = Connect(listener.LocalEndPoint);
        peer.Send("x"u8);
        Patience.Until(() => Volatile.Read(ref suspended) is not null, "the turn runs");
        await listener.StopAsync().Within();
        lock (reasons) Assert.Equal([Ready.Read], reasons.Select(ready => ready & Ready.Read));
        suspended!.Resume();
        Assert.Equal(0, peer.Receive(new byte[1]));
        lock (reasons) Assert.Contains(reasons, ready => (ready & Ready.Stop) != 0);
    }

    [Fact]
    public async Task Abort_of_an_idle_connection_gives_its_driver_a_turn_that_finds_it_aborted()
    {
        var conns = new List<Conn>();
        var errors = new List<TransportError>();
        var listener = Listen(conn =>
        {
            lock (conns) conns.Add(conn);
            return new ScriptedDriver(_ => CloseOnError(conn, errors));
        });
        for (var round = 0; round < 100; round++)
        {
            using var peer = Connect(listener.LocalEndPoint);
            Patience.Until(() => Count(conns) == round + 1, "the connection is accepted");
            conns[round].Abort();
            Assert.Equal(0, peer.Receive(new byte[1]));
            Patience.Until(() => Count(errors) == round + 1, "the driver is told");
        }

        await listener.StopAsync().Within();
        Assert.All(errors, error => Assert.Equal(TransportError.Aborted, error));
    }

    [Fact]
    public async Task A_reset_of_an_idle_connection_is_told_to_its_driver()
    {
        var errors = new List<TransportError>();
        var listener = Listen(conn => new ScriptedDriver(_ => CloseOnError(conn, errors)));
        for (var round = 0; round < 50; round++)
        {
            Reset(Connect(listener.LocalEndPoint));
            Patience.Until(() => Count(errors) == round + 1, "the driver is told");
        }

        await listener.StopAsync().Within();
        Assert.All(errors, error => Assert.Equal(TransportError.ConnectionReset, error));
    }

    // The turn is for what may have arrived, and for nothing that must not be passed over.
    private static bool IsLookOnly(Ready ready) => (ready & Ready.Read) != 0 && (ready & ~(Ready.Read | Ready.Write)) == 0;

    // Reads what there is; at the end or on an error it notes which and closes.
    private static TurnEnd CloseOnError(Conn conn, List<TransportError> errors)
    {
        var ended = TransportError.UnexpectedEof;
        try
        {
            if (conn.TryReceive(new byte[8]) != 0) return TurnEnd.Quiet;
        }
        catch (TransportException e)
        {
            ended = e.Error;
        }

        conn.Close();
        lock (errors) errors.Add(ended);
        return TurnEnd.Closed;
    }

    private static int Count<T>(List<T> list)
    {
        lock (list) return list.Count;
    }

    private static ScriptedDriver Echo(Conn conn)
    {
        var buffer = new byte[4096];
        return new ScriptedDriver(_ =>
        {
            try
            {
                while (true)
                {
                    var count = conn.TryReceive(buffer);
                    if (count == Conn.WouldBlock) return TurnEnd.Quiet;
                    if (count == 0) break;
                    conn.Send(buffer.AsSpan(0, count));
                }
            }
            catch (TransportException)
            {
                // The peer is gone; the test on its side says whether it may be.
            }

            conn.Close();
            return TurnEnd.Closed;
        });
    }

    private static ScriptedDriver Add(List<ScriptedDriver> drivers, ScriptedDriver driver)
    {
        lock (drivers) drivers.Add(driver);
        return driver;
    }

    private static void AssertSound(List<ScriptedDriver> drivers)
    {
        Assert.NotEmpty(drivers);
        Assert.All(drivers, driver => Assert.Equal((0, null), (driver.Overlaps, driver.Failure)));
    }
}
