using RouteGen;
using RouteGen.IO;
using Xunit;

namespace Runtime.Tests.IO;

public class EpollConnTests : ConnContractTests
{
    private protected override IoBackend Backend => EpollBackend.Instance;

    // epoll refuses regular files, as it refuses sockets when the user has reached the kernel's limit of watches.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_that_cannot_be_watched_is_ended(bool watchesPeerFirst)
    {
        var path = Path.GetTempFileName();
        try
        {
            using var file = File.OpenHandle(path);
            var reactor = EpollBackend.Instance.Reactors[0];
            reactor.CountConn();
            var conn = new EpollConn(reactor, Libc.fcntl((int)file.DangerousGetHandle(), Duplicate, 0), default);
            if (watchesPeerFirst) Assert.True(conn.WatchPeer());
            for (var wait = 0; wait < 3; wait++)
                await Assert.ThrowsAsync<TransportException>(async () => await conn.WaitReadableAsync().AsTask().Within());
            Assert.True(conn.WatchPeer());
            Assert.True((conn.Word.TryRelease() & Ready.HangUp) != 0);
            conn.Close();
        }
        finally
        {
            File.Delete(path);
        }
    }

    // F_DUPFD of fcntl.
    private const int Duplicate = 0;
}
