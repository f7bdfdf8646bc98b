using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using RouteGen;
using RouteGen.IO;

namespace Runtime.Tests.IO;

public abstract partial class ConnContractTests
{
    [Fact]
    public async Task What_waits_in_the_backlog_when_the_listener_stops_is_accepted()
    {
        using var first = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var listener = Listen(conn =>
        {
            // Holds the accepting up, as a busy machine would, until the others wait in the backlog.
            first.Set();
            Assert.True(goOn.Wait(Patience.Bound));
            return Echo(conn);
        });
        var peers = new List<Peer> { Connect(listener.LocalEndPoint) };
        Assert.True(first.Wait(Patience.Bound));
        for (var index = 0; index < 50; index++) peers.Add(Connect(listener.LocalEndPoint));
        var stopping = listener.StopAsync().Within();
        goOn.Set();
        await stopping;
        foreach (var peer in peers)
        {
            peer.Send("ping"u8);
            Assert.Equal("ping", ReadText(peer, 4));
            peer.Dispose();
        }

        var refused = Assert.Throws<SocketException>(() => Connect(listener.LocalEndPoint));
        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
        await listener.StopAsync().Within();
    }

    [Fact]
    public async Task Whoever_gets_connected_while_the_listener_stops_is_accepted()
    {
        using var first = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var listener = Listen(conn =>
        {
            // The listener cannot be closed before this accept is over.
            first.Set();
            Assert.True(goOn.Wait(Patience.Bound));
            return Echo(conn);
        });
        using var holder = Connect(listener.LocalEndPoint);
        Assert.True(first.Wait(Patience.Bound));
        var stopping = listener.StopAsync().Within();
        var peers = new List<Socket>();
        var isConnected = true;
        // Until nobody gets in any more, if the back end can see to that.
        for (var count = 0; count < 200 && isConnected; count++)
        {
            var peer = BeginConnect(listener.LocalEndPoint);
            isConnected = peer.Poll(TimeSpan.FromMilliseconds(100), SelectMode.SelectWrite);
            if (isConnected) peers.Add(peer);
            else peer.Dispose();
        }

        goOn.Set();
        await stopping;
        foreach (var socket in peers)
        {
            socket.Blocking = true;
            using var peer = ConnectedPeer(socket);
            peer.Send("ping"u8);
            Assert.Equal("ping", ReadText(peer, 4));
        }
    }

    [Fact]
    public async Task A_port_in_use_is_told_as_such()
    {
        var listener = Listen(Echo);
        AssertFails(TransportError.AddressInUse, () => Backend.Listen(listener.LocalEndPoint, Echo, _ => { }));
        var port = listener.LocalEndPoint;
        await listener.StopAsync().Within();
        // And is free again at once.
        await Backend.Listen(port, Echo, _ => { }).StopAsync().Within();
    }

    [Fact]
    public async Task IPv6Any_serves_both_families_and_falls_back_to_IPv4()
    {
        var listener = Backend.Listen(new IPEndPoint(IPAddress.IPv6Any, 0), Echo, _ => { });
        var port = ((IPEndPoint)listener.LocalEndPoint).Port;
        Assert.NotEqual(0, port);
        var addresses = new List<IPAddress> { IPAddress.Loopback };
        if (Socket.OSSupportsIPv6) addresses.Add(IPAddress.IPv6Loopback);
        foreach (var address in addresses)
        {
            using var peer = Connect(new IPEndPoint(address, port));
            peer.Send("ping"u8);
            Assert.Equal("ping", ReadText(peer, 4));
        }

        await listener.StopAsync().Within();
    }

    [Fact]
    public async Task A_driver_that_cannot_be_made_costs_its_connection_only()
    {
        var count = 0;
        var logged = new List<string>();
        var listener = Backend.Listen(
            new IPEndPoint(IPAddress.Loopback, 0),
            conn => ++count == 1 ? throw new InvalidOperationException("made to fail") : Echo(conn),
            message =>
            {
                lock (logged) logged.Add(message);
            });
        using (var peer = Connect(listener.LocalEndPoint)) Assert.Equal(0, peer.Receive(new byte[1]));
        using (var peer = Connect(listener.LocalEndPoint))
        {
            peer.Send("ping"u8);
            Assert.Equal("ping", ReadText(peer, 4));
        }

        await listener.StopAsync().Within();
        Assert.Contains("made to fail", Assert.Single(logged));
    }

    [Fact]
    public async Task A_refused_dial_is_told_as_such()
    {
        using var listener = NewSocket();
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var address = listener.LocalEndPoint!; // bound, and nobody listens
        var error = await Assert.ThrowsAsync<TransportException>(() => Backend.DialAsync(address, default).Within());
        Assert.Equal(TransportError.ConnectionRefused, error.Error);
    }

    [Fact]
    public async Task A_cancelled_dial_ends_as_cancelled_and_leaks_no_descriptor()
    {
        if (!OperatingSystem.IsLinux()) return; // the descriptors are counted in /proc, and elsewhere a full backlog refuses
        using var listener = NewSocket();
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        // A backlog of zero holds one connection, and drops what else asks: every further connect stays under way.
        listener.Listen(0);
        using var filler = Connect(listener.LocalEndPoint!);
        var before = OpenDescriptors();
        for (var round = 0; round < 50; round++)
        {
            using var cancel = new CancellationTokenSource();
            var dial = Backend.DialAsync(listener.LocalEndPoint!, cancel.Token).AsTask();
            Assert.False(dial.IsCompleted);
            cancel.Cancel();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(dial.Within);
        }

        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Backend.DialAsync(listener.LocalEndPoint!, cancelled.Token).Within());
        // The runtime may have opened a few of its own meanwhile, but not one per dial.
        Patience.Until(() => OpenDescriptors() < before + 25, "the descriptors are given back");
    }

    [Fact]
    public async Task Rounds_of_connect_one_exchange_and_close_lose_nothing()
    {
        const int Clients = 20;
        var rounds = ConnectRounds;
        var closed = 0;
        var listener = Listen(conn =>
        {
            var echo = Echo(conn);
            return new ScriptedDriver(ready =>
            {
                var end = echo.RunTurn(ready);
                if (end == TurnEnd.Closed) Interlocked.Increment(ref closed);
                return end;
            });
        });
        var before = OpenDescriptors();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => ExchangeAsync())).WaitAsync(TimeSpan.FromMinutes(3));
        Patience.Until(() => Volatile.Read(ref closed) == Clients * rounds, $"every connection is closed; {closed} are");
        Patience.Until(() => OpenDescriptors() < before + 100, "the descriptors are given back");
        await listener.StopAsync().Within();

        async Task ExchangeAsync()
        {
            var buffer = new byte[8];
            for (var round = 0; round < rounds; round++)
            {
                var conn = await Backend.DialAsync(listener.LocalEndPoint, default).Within();
                await conn.SendAsync("ping"u8.ToArray()).Within();
                var count = 0;
                while (count < 4)
                {
                    var more = await ReceiveAsync(conn, buffer);
                    Assert.NotEqual(0, more);
                    count += more;
                }

                conn.Close();
            }
        }
    }

    private static Socket BeginConnect(EndPoint address)
    {
        var socket = NewSocket();
        socket.Blocking = false;
        try
        {
            socket.Connect(address);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            // Under way.
        }

        return socket;
    }

    private static int OpenDescriptors() => OperatingSystem.IsLinux() ? Directory.GetFileSystemEntries("/proc/self/fd").Length : 0;
}
