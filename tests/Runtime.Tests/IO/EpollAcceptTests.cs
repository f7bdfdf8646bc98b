using System.Net;
using System.Net.Sockets;
using RouteGen.IO;
using Xunit;

namespace Runtime.Tests.IO;

/// <summary>What a connection has when its first turn begins.</summary>
public sealed class EpollAcceptTests
{
    // The first one is asked whether it has inherited the option; the others are not.
    [Fact]
    public async Task An_accepted_connection_sends_small_pieces_at_once() =>
        await AcceptAsync(EpollBackend.Instance.Listen(new IPEndPoint(IPAddress.Loopback, 0)));

    // Whoever opened an inherited listener may not have set the option, and connections may wait in it from before.
    [Fact]
    public async Task An_accepted_connection_of_an_inherited_listener_does_so_too()
    {
        using var opened = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        opened.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        opened.Listen();
        await AcceptAsync(EpollBackend.Instance.Adopt(Duplicate((int)opened.SafeHandle.DangerousGetHandle())));
    }

    private static async Task AcceptAsync(IoListener listener)
    {
        var accepted = new List<TaskCompletionSource<bool>>();
        for (var index = 0; index < 3; index++)
            accepted.Add(new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously));
        var count = 0;
        listener.Start(
            conn => new Closing(conn, accepted[Interlocked.Increment(ref count) - 1]),
            static _ => { });
        foreach (var one in accepted)
        {
            using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await client.ConnectAsync(listener.LocalEndPoint);
            Assert.True(await one.Task.Within());
        }

        await listener.StopAsync();
    }

    // Command 0 is F_DUPFD.
    private static int Duplicate(int descriptor) => Libc.fcntl(descriptor, 0, 0);

    private sealed class Closing(Conn conn, TaskCompletionSource<bool> hasNoDelay) : ConnDriver
    {
        internal override TurnEnd RunTurn(Ready ready)
        {
            hasNoDelay.TrySetResult(EpollBackend.HasNoDelay(((EpollConn)conn).Descriptor));
            conn.Close();
            return TurnEnd.Closed;
        }
    }
}
