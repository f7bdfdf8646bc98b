using RouteGen;
using RouteGen.IO;

namespace Runtime.Tests.IO;

public abstract partial class ConnContractTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_wait_ends_with_the_deadline_and_not_before(bool blocking)
    {
        var (conn, peer) = await DialAsync();
        using (peer)
        {
            var deadline = Now + 250;
            conn.SetDeadline(deadline);
            await AssertFailsAsync(TransportError.TimedOut, Wait(conn, blocking));
            Assert.True(Now >= deadline);
            Assert.True(conn.IsTimedOut);
            AssertFails(TransportError.TimedOut, () => conn.TryReceive(new byte[1]));
            conn.Close();
        }
    }

    [Fact]
    public async Task A_deadline_moved_earlier_ends_the_wait_earlier()
    {
        var (conn, peer) = await DialAsync();
        using (peer)
        {
            conn.SetDeadline(Now + 3_600_000);
            var wait = Wait(conn, blocking: false);
            var deadline = Now + 150;
            conn.SetDeadline(deadline);
            await AssertFailsAsync(TransportError.TimedOut, wait);
            Assert.True(Now >= deadline);
            conn.Close();
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_deadline_moved_later_ends_the_wait_later(bool blocking)
    {
        await UntilInTimeAsync(async () =>
        {
            var (conn, peer) = await DialAsync();
            using (peer)
            {
                var earlier = Now + 200;
                conn.SetDeadline(earlier);
                var wait = Wait(conn, blocking);
                var later = earlier + 500;
                conn.SetDeadline(later);
                var isInTime = Now < earlier;
                await AssertFailsAsync(TransportError.TimedOut, wait);
                if (isInTime) Assert.True(Now >= later);
                conn.Close();
                return isInTime;
            }
        });
    }

    [Fact]
    public async Task A_deadline_taken_back_ends_nothing()
    {
        await UntilInTimeAsync(async () =>
        {
            var (conn, peer) = await DialAsync();
            var (other, otherPeer) = await DialAsync();
            using (peer)
            using (otherPeer)
            {
                var deadline = Now + 200;
                conn.SetDeadline(deadline);
                other.SetDeadline(deadline + 300);
                var wait = Wait(conn, blocking: false);
                conn.SetDeadline(0);
                var isInTime = Now < deadline;
                // The later deadline of another connection says that the earlier one has been looked at.
                await AssertFailsAsync(TransportError.TimedOut, Wait(other, blocking: false));
                if (isInTime)
                {
                    Assert.False(wait.IsCompleted);
                    peer.Send("x"u8);
                    await wait.Within();
                    Assert.Equal(1, await ReceiveAsync(conn, new byte[4]));
                }

                conn.Close();
                other.Close();
                return isInTime;
            }
        });
    }

    [Fact]
    public async Task Moving_a_deadline_again_and_again_never_loses_it()
    {
        await UntilInTimeAsync(async () =>
        {
            var (conn, peer) = await DialAsync();
            using (peer)
            {
                var random = new Random(5);
                var isInTime = true;
                for (var round = 0; round < 20_000; round++)
                {
                    isInTime &= conn.Deadline == 0 || Now < conn.Deadline;
                    conn.SetDeadline(random.Next(4) == 0 ? 0 : Now + 150 + random.Next(500));
                }

                isInTime &= conn.Deadline == 0 || Now < conn.Deadline;
                var deadline = Now + 200;
                conn.SetDeadline(deadline);
                await AssertFailsAsync(TransportError.TimedOut, Wait(conn, blocking: false));
                if (isInTime) Assert.True(Now >= deadline);
                conn.Close();
                return isInTime;
            }
        });
    }

    [Fact]
    public async Task An_idle_connection_gets_a_turn_for_its_deadline_and_lives_on()
    {
        var reasons = new List<Ready>();
        var deadlines = new List<long>();
        var listener = Listen(conn =>
        {
            // Long enough for a busy machine to begin the first turn: a deadline that passes before is one of a connection in use.
            conn.SetDeadline(Now + 500);
            return new ScriptedDriver(ready =>
            {
                var count = conn.TryReceive(new byte[8]);
                // A first look that finds nothing is allowed. On a busy machine it may bring the deadline along.
                if (IsLookOnly(ready) && count == Conn.WouldBlock) return TurnEnd.Quiet;
                reasons.Add(ready & ~(Ready.Read | Ready.Write));
                deadlines.Add(conn.Deadline);
                if (count == 0)
                {
                    conn.Close();
                    return TurnEnd.Closed;
                }

                if ((ready & Ready.Deadline) == 0) return TurnEnd.Quiet;
                // A second one, later than the first was.
                if (reasons.Count == 1) conn.SetDeadline(Now + 300);
                conn.Send("late"u8);
                return TurnEnd.Quiet;
            });
        });
        using (var peer = Connect(listener.LocalEndPoint))
        {
            Assert.Equal("latelate", ReadText(peer, 8));
            Assert.Equal([Ready.Deadline, Ready.Deadline], reasons);
            Assert.Equal([0, 0], deadlines);
        }

        await listener.StopAsync().Within();
    }

    // The test's own thread may be kept waiting for longer than the deadline that it is to move in time: then it has shown nothing, and
    // tries again.
    private static async Task UntilInTimeAsync(Func<Task<bool>> tryOnce)
    {
        const int TriesMax = 20;
        for (var tries = 1; !await tryOnce(); tries++) Assert.True(tries < TriesMax, "the machine was never quick enough for this test");
    }
}
