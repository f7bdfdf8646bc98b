using RouteGen;
using RouteGen.IO;

namespace Runtime.Tests.IO;

/// <summary>A driver may end only the wait for data when the deadline passes, and its owner may move the deadline at that moment.</summary>
public abstract partial class ConnContractTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_driver_that_ends_the_wait_for_data_wakes_it_although_the_deadline_was_moved_earlier(bool blocking)
    {
        foreach (var before in (long[])[0, Now + 3_600_000])
        {
            var (conn, peer) = await DialAsync();
            using (peer)
            {
                var driver = new InputDriver();
                var ended = driver.Drive(conn);
                driver.OnDeadline = () =>
                {
                    driver.HasEnded = true;
                    ended.SetDeadline(0);
                    return true;
                };
                conn.SetDeadline(before);
                var wait = Wait(conn, blocking);
                // Usually long enough for the wait to begin. If it begins later, it ends all the same.
                await Task.Delay(100);
                conn.SetDeadline(Now + 50);
                await wait.Within();
                Assert.False(conn.IsTimedOut);
                Assert.Equal(Conn.WouldBlock, conn.TryReceive(new byte[1]));
                Assert.Equal(2, conn.TrySend("ok"u8));
                Assert.Equal("ok", ReadText(peer, 2));
                conn.Close();
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_deadline_that_is_moved_at_the_moment_it_passes_ends_nothing_before_the_new_one(bool isLifted)
    {
        var (conn, peer) = await DialAsync();
        using (peer)
        {
            var later = 0L;
            var driver = new InputDriver();
            var ended = driver.Drive(conn);
            // The owner has ended the wait just before, so that the driver finds none.
            driver.OnDeadline = () =>
            {
                if (driver.Calls > 1) return false;
                later = Now + 400;
                ended.SetDeadline(isLifted ? 0 : later);
                return false;
            };
            conn.SetDeadline(Now + 50);
            var wait = Wait(conn, blocking: false);
            await driver.Called.Within();
            if (isLifted)
            {
                conn.SetDeadline(Now + 400);
                later = conn.Deadline;
            }

            await AssertFailsAsync(TransportError.TimedOut, wait);
            Assert.True(Now >= later);
            conn.Close();
        }
    }

    private sealed class InputDriver : ConnDriver
    {
        private readonly TaskCompletionSource _called = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Func<bool> OnDeadline { get; set; } = static () => false;

        internal volatile bool HasEnded;

        internal int Calls { get; private set; }

        internal Task Called => _called.Task;

        internal override bool HasInputEnded => HasEnded;

        /// <summary>Becomes the driver of a connection, and returns the one that has its deadline.</summary>
        internal Conn Drive(Conn conn)
        {
            conn.Driver = this;
            if (conn is not TlsConn tls) return conn;
            tls.Below.Driver = this;
            return tls.Below;
        }

        internal override TurnEnd RunTurn(Ready ready) => TurnEnd.Quiet;

        internal override bool TryEndInput()
        {
            Calls++;
            var isEnded = OnDeadline();
            _called.TrySetResult();
            return isEnded;
        }
    }
}
