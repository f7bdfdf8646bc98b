using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using RouteGen;
using RouteGen.IO;
using RouteGen.Serving;

namespace Runtime.Tests.Serving;

/// <summary>A start that fails closes all that it opened, so that no client waits for a server that does not come.</summary>
[Collection(ServerCollection.Name)]
public sealed class FailedStartTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";

    public static TheoryData<string, int> Failures()
    {
        var data = new TheoryData<string, int>();
        foreach (var backend in OperatingSystem.IsLinux() ? ["epoll", "sockets"] : (string[])["sockets"])
            for (var index = 0; index < 3; index++) data.Add(backend, index);
        return data;
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Every_listener_is_closed_and_a_second_start_works(string backend, int failing)
    {
        var count = 0;
        var server = new Server
        {
            Handler = Handler.From(static (w, _) => w.Write("ok")),
            BaseContext = _ => count++ == failing ? throw new InvalidDataException("made to fail") : new RequestContext(),
        };
        var listeners = ListenAt(backend, [0, 0, 0]);
        Assert.Throws<InvalidDataException>(() => server.StartEach(listeners, server.MakeDriver));
        foreach (var listener in listeners) await Eventually.Of(listener.Closed);
        foreach (var port in PortsOf(listeners)) ExpectRefused(port);
        Assert.Null(server.LocalEndPoint);
        Assert.False(server.IsReady);

        var second = ListenAt(backend, PortsOf(listeners));
        Assert.Equal(second, server.StartEach(second, server.MakeDriver));
        Assert.True(server.IsReady);
        foreach (var port in PortsOf(second)) Assert.EndsWith("ok", Ask(port), StringComparison.Ordinal);
        await Eventually.Of(server.ShutdownAsync());
        foreach (var port in PortsOf(second)) ExpectRefused(port);
    }

    [Theory]
    [InlineData("epoll")]
    [InlineData("sockets")]
    public async Task No_handler_runs_for_a_client_that_connected_before_a_later_listener_failed(string backend)
    {
        if (backend == "epoll" && !OperatingSystem.IsLinux()) return;
        var served = 0;
        var listeners = ListenAt(backend, [0, 0, 0]);
        var port = PortsOf(listeners)[0];
        RawClient? client = null;
        var server = new Server
        {
            Handler = Handler.From((_, _) => Interlocked.Increment(ref served)),
            BaseContext = listener =>
            {
                if (listener != listeners[2]) return new RequestContext();
                client = new RawClient(new IPEndPoint(IPAddress.Loopback, port), 0);
                client.Send(Get);
                throw new InvalidDataException("made to fail");
            },
        };
        Assert.Throws<InvalidDataException>(() => server.StartEach(listeners, server.MakeDriver));
        foreach (var listener in listeners) await Eventually.Of(listener.Closed);
        client!.ExpectGone();
        client.Dispose();
        Assert.Equal(0, Volatile.Read(ref served));
        Assert.Equal(0, server.ConnCount);
    }

    [Theory]
    [InlineData("Start")]
    [InlineData("ListenAndServeAsync")]
    public async Task The_address_of_a_server_is_free_again_and_a_second_start_works(string by)
    {
        var port = await FreePortAsync();
        var count = 0;
        var server = new Server
        {
            Addr = $"127.0.0.1:{port}",
            Handler = Handler.From(static (w, _) => w.Write("ok")),
            BaseContext = _ => count++ == 0 ? throw new InvalidDataException("made to fail") : new RequestContext(),
        };
        if (by == "Start") Assert.Throws<InvalidDataException>(server.Start);
        else await Assert.ThrowsAsync<InvalidDataException>(() => server.ListenAndServeAsync());
        Eventually.True(() => IsRefused(port), "the listener is open");
        Assert.False(server.IsReady);
        server.Start();
        Assert.EndsWith("ok", Ask(port), StringComparison.Ordinal);
        await Eventually.Of(server.ShutdownAsync());
    }

    [Theory]
    [InlineData("epoll")]
    [InlineData("sockets")]
    public void Inherited_sockets_beside_one_that_cannot_be_served_are_closed_and_the_bad_ones_are_reported(string backend)
    {
        if (!OperatingSystem.IsLinux()) return;
        // By descriptor, from 3 on: three listen, two do not.
        var sockets = new List<Socket>();
        for (var index = 0; index < 5; index++)
        {
            sockets.Add(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
            sockets[index].Bind(new IPEndPoint(IPAddress.Loopback, 0));
            if (index is not (1 or 3)) sockets[index].Listen();
        }

        var ports = sockets.Select(static socket => ((IPEndPoint)socket.LocalEndPoint!).Port).ToList();
        var descriptors = sockets.Select(Descriptors.Release).ToList();
        var ignored = "";
        var failure = Assert.Throws<TransportException>(() => InheritedSockets.Adopt(
            ["a", "a", "a", "a", "a"], name: null,
            descriptor => new Listener(IoBackends.Choose(backend, isLinux: true).Adopt(descriptors[descriptor - 3]), file: null),
            text => ignored = text));
        Assert.Equal(
            $"Descriptor {descriptors[1]} is not a listening socket; inherited descriptors that cannot be served: 4, 6", failure.Message);
        Assert.Equal("", ignored);
        foreach (var index in (int[])[0, 2, 4]) Eventually.True(() => IsRefused(ports[index]), $"the socket {index} is open");
        // They may be files of the program.
        foreach (var index in (int[])[1, 3]) Assert.Equal(0, close(descriptors[index]));
    }

    private static List<Listener> ListenAt(string backend, IEnumerable<int> ports) => ports.Select(port => new Listener(
        IoBackends.Choose(backend, OperatingSystem.IsLinux()).Listen(new IPEndPoint(IPAddress.Loopback, port)), file: null)).ToList();

    private static List<int> PortsOf(List<Listener> listeners) =>
        listeners.Select(static listener => ((IPEndPoint)listener.LocalEndPoint).Port).ToList();

    private static async Task<int> FreePortAsync()
    {
        var listener = Listener.Listen("127.0.0.1:0");
        listener.Dispose();
        await Eventually.Of(listener.Closed);
        return ((IPEndPoint)listener.LocalEndPoint).Port;
    }

    private static string Ask(int port)
    {
        using var client = new RawClient(new IPEndPoint(IPAddress.Loopback, port), 0);
        client.Send(Get);
        return client.ReadToEnd();
    }

    private static void ExpectRefused(int port) => Assert.True(IsRefused(port), $"something listens at {port}");

    private static bool IsRefused(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(new IPEndPoint(IPAddress.Loopback, port));
            return false;
        }
        catch (SocketException failure) when (failure.SocketErrorCode is SocketError.ConnectionRefused or SocketError.ConnectionReset)
        {
            // A listener that is closed at this moment resets the connection.
            return failure.SocketErrorCode == SocketError.ConnectionRefused;
        }
    }

    [DllImport("libc")]
    private static extern int close(int descriptor);
}
