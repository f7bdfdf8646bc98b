using System.Net;
using System.Net.Sockets;
using System.Text;
using RouteGen;
using RouteGen.IO;
using RouteGen.Serving;

namespace Runtime.Tests.Serving;

[Collection(ServerCollection.Name)]
public sealed class ListenerTests : IDisposable
{
    private static readonly IHandler s_where = Handler.From((w, r) => w.Write(r.Context.Get<EndPoint>()!.ToString()));

    private readonly string _folder = Directory.CreateTempSubdirectory("routegen").FullName;

    private string SocketPath => Path.Combine(_folder, "http.sock");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task One_server_serves_several_listeners_of_every_kind()
    {
        var server = new Server { Handler = s_where };
        Listener[] listeners = [
            Listener.Listen("127.0.0.1:0"), Listener.Listen("[::1]:0"), Listener.Listen(":0"), Listener.Listen("unix:" + SocketPath)];
        var serving = listeners.Select(listener => server.ServeAsync(listener)).ToList();
        Assert.Equal(listeners[0].LocalEndPoint, server.LocalEndPoint);
        foreach (var listener in listeners[..2])
            Assert.Equal(listener.LocalEndPoint.ToString(), await AskAsync((IPEndPoint)listener.LocalEndPoint));
        var port = ((IPEndPoint)listeners[2].LocalEndPoint).Port;
        Assert.NotEqual(0, port);
        Assert.Equal($"[::1]:{port}", await AskAsync(new IPEndPoint(IPAddress.IPv6Loopback, port)));
        Assert.Equal($"[::ffff:127.0.0.1]:{port}", await AskAsync(new IPEndPoint(IPAddress.Loopback, port)));
        Assert.Equal(SocketPath, await AskAsync(new UnixDomainSocketEndPoint(SocketPath)));

        await Eventually.Of(server.ShutdownAsync());
        foreach (var task in serving) await Assert.ThrowsAsync<ServerClosedException>(() => Eventually.Of(task));
        Assert.False(File.Exists(SocketPath));
        foreach (var listener in listeners[..2])
            await Assert.ThrowsAnyAsync<SocketException>(() => AskAsync((IPEndPoint)listener.LocalEndPoint));
    }

    [Fact]
    public async Task A_listener_whose_socket_cannot_be_stopped_still_ends()
    {
        var listener = new Listener(new UnstoppableListener(), null);
        await Assert.ThrowsAsync<IOException>(() => Eventually.Of(listener.StopAsync()));
        await Eventually.Of(listener.Closed);
        await Eventually.Of(listener.StopAsync());
    }

    private sealed class UnstoppableListener : IoListener
    {
        internal override EndPoint LocalEndPoint => new IPEndPoint(IPAddress.Loopback, 0);

        internal override void Start(Func<Conn, ConnDriver> makeDriver, Action<string> log)
        {
        }

        internal override ValueTask StopAsync() => throw new IOException("stopping fails");

        internal override void RemoveFile(string path)
        {
        }
    }

    [Fact]
    public async Task A_path_that_is_there_is_not_touched()
    {
        using var first = Listener.ListenUnix(SocketPath);
        var failure = Assert.Throws<TransportException>(() => Listener.ListenUnix(SocketPath));
        Assert.Equal(TransportError.AddressInUse, failure.Error);
        Assert.Contains(SocketPath, failure.Message, StringComparison.Ordinal);
        await Eventually.Of(first.StopAsync());
        using var second = Listener.ListenUnix(SocketPath);
    }

    [Theory]
    [InlineData("missing/http.sock")]
    [InlineData("file/http.sock")]
    public void A_path_in_no_directory_is_refused_with_its_address_and_a_remedy(string path)
    {
        File.WriteAllText(Path.Combine(_folder, "file"), "");
        var addr = "unix:" + Path.Combine(_folder, path);
        var failure = Assert.Throws<TransportException>(() => Listener.Listen(addr));
        Assert.StartsWith("listen " + addr + ": ", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith(
            "; create its directory, or choose another whose file system allows sockets", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("error number", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unix:")]
    [InlineData("unix:a\0b")]
    [InlineData("unix:ääääääääääääääääääääääääääääääääääääääääääääääääääääää")]
    public void An_address_with_a_path_that_no_socket_has_is_no_address(string addr)
    {
        Assert.StartsWith(
            $"'{addr}' is not a listen address: the path", Assert.Throws<FormatException>(() => Listener.Listen(addr)).Message,
            StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => new Server { Addr = addr }.Start());
    }

    [Fact]
    public void A_path_that_is_too_long_is_refused() =>
        Assert.ThrowsAny<ArgumentException>(() => Listener.ListenUnix(new string('x', 200)));

    [Fact]
    public async Task A_name_without_a_file_is_listened_at()
    {
        var name = "@routegen-" + Guid.NewGuid().ToString("N");
        var server = new Server { Addr = "unix:" + name, Handler = s_where };
        server.Start();
        Assert.Equal(name, await AskAsync(new UnixDomainSocketEndPoint("\0" + name[1..])));
        await Eventually.Of(server.ShutdownAsync());
    }

    [Fact]
    public async Task A_peer_at_a_path_has_no_address()
    {
        var server = new Server { Addr = "unix:" + SocketPath, Handler = Handler.From((w, r) => w.Write(r.RemoteAddr)) };
        server.Start();
        Assert.Equal("@", await AskAsync(new UnixDomainSocketEndPoint(SocketPath)));
        await Eventually.Of(server.ShutdownAsync());
    }

    [Fact]
    public async Task A_server_whose_sockets_file_cannot_be_removed_shuts_down()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "gone"));
        var server = new Server { Addr = "unix:" + Path.Combine(folder.FullName, "s"), Handler = s_where };
        server.Start();
        folder.Delete(recursive: true);
        await Eventually.Of(server.ShutdownAsync());
    }

    [Fact]
    public async Task A_socket_that_was_opened_by_somebody_else_is_taken_over()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
        socket.Listen();
        var address = (IPEndPoint)socket.LocalEndPoint!;
        var server = new Server { Handler = s_where };
        server.Start(Listener.FromDescriptor(Descriptors.Release(socket)));
        Assert.Equal(address, server.LocalEndPoint);
        Assert.Equal(address.ToString(), await AskAsync(address));
        await Eventually.Of(server.ShutdownAsync());
        await Assert.ThrowsAnyAsync<SocketException>(() => AskAsync(address));
    }

    [Fact]
    public void What_does_not_listen_is_refused()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var descriptor = Descriptors.Release(socket);
        Assert.Throws<TransportException>(() => Listener.FromDescriptor(descriptor));
    }

    // Of these a connection would not be a stream of bytes.
    [Theory]
    [InlineData("epoll")]
    [InlineData("sockets")]
    public void A_listening_socket_that_is_no_stream_is_refused(string backEnd)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Seqpacket, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint("\0routegen-" + Guid.NewGuid().ToString("N")));
        socket.Listen();
        var descriptor = (int)socket.SafeHandle.DangerousGetHandle();
        var failure = Assert.Throws<TransportException>(
            () => IoBackends.Choose(backEnd, OperatingSystem.IsLinux()).Adopt(descriptor));
        Assert.StartsWith($"Descriptor {descriptor} is not a stream socket", failure.Message, StringComparison.Ordinal);
        // It is left alone.
        Assert.True(socket.IsBound);
        Assert.NotNull(socket.LocalEndPoint);
    }

    [Theory]
    [InlineData(null, null, 0)]
    [InlineData("42", null, 0)]
    [InlineData("42", "0", 0)]
    [InlineData("42", "2", 2)]
    [InlineData("42", "1024", 1024)]
    [InlineData("43", "2", 0)]
    [InlineData("43", "-1", 0)]
    [InlineData("42", "", 0)]
    [InlineData("x", "1", 0)]
    public void Sockets_are_inherited_by_the_process_that_they_are_meant_for(string? pid, string? count, int expected)
    {
        var names = InheritedSockets.Announced(pid, count, null, ownPid: 42);
        Assert.Equal(Enumerable.Repeat("unknown", expected), names);
    }

    // Whoever has set it wants other sockets than the default address.
    [Theory]
    [InlineData("-1")]
    [InlineData("1025")]
    [InlineData("99999999999999999999")]
    [InlineData("two")]
    [InlineData("1 ")]
    public void A_number_of_inherited_sockets_that_is_none_is_refused(string count)
    {
        var failure = Assert.Throws<TransportException>(() => InheritedSockets.Announced("42", count, null, ownPid: 42));
        Assert.StartsWith($"listen: LISTEN_FDS is '{count}'", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "3 4 5 6", null)]
    [InlineData("http", "3 5", "admin (descriptor 4), unknown (descriptor 6)")]
    [InlineData("unknown", "6", "http (descriptor 3), admin (descriptor 4), http (descriptor 5)")]
    public void Inherited_sockets_are_chosen_by_their_name_and_the_others_are_described(string? name, string expected, string? described)
    {
        var taken = new List<int>();
        string? ignored = null;
        var names = InheritedSockets.Announced("42", "4", "http:admin:http", ownPid: 42);
        InheritedSockets.CheckName(names, name);
        var listeners = InheritedSockets.Adopt(names, name, Adopt, text => ignored = text);
        Assert.Equal(expected, string.Join(' ', taken));
        Assert.Equal(taken.Count, listeners.Count);
        Assert.Equal(described, ignored);
        foreach (var listener in listeners) listener.Dispose();

        Listener Adopt(int descriptor)
        {
            taken.Add(descriptor);
            return Listener.Listen("127.0.0.1:0");
        }
    }

    [Fact]
    public void A_name_that_no_inherited_socket_has_is_refused_with_the_names_that_there_are()
    {
        var names = InheritedSockets.Announced("42", "2", "http:admin", ownPid: 42);
        var failure = Assert.Throws<TransportException>(() => InheritedSockets.CheckName(names, "https"));
        Assert.Contains("'https'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("http (descriptor 3), admin (descriptor 4)", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_connects_before_serving_begins_waits_for_it()
    {
        using var listener = Listener.Listen("127.0.0.1:0");
        var early = AskAsync((IPEndPoint)listener.LocalEndPoint);
        var server = new Server { Handler = s_where };
        server.Start(listener);
        Assert.Equal(listener.LocalEndPoint.ToString(), await Eventually.Of(early));
        await Eventually.Of(server.ShutdownAsync());
    }

    [Fact]
    public async Task A_listener_that_is_disposed_alone_ends_its_serving_and_nothing_else()
    {
        using var go = new SemaphoreSlim(0);
        var server = new Server { Handler = Handler.From(async (w, _) => { await go.WaitAsync(); w.Write("ok"); }) };
        var listener = Listener.Listen("127.0.0.1:0");
        var other = Listener.Listen("127.0.0.1:0");
        var serving = server.ServeAsync(listener);
        _ = server.ServeAsync(other);
        var answer = AskAsync((IPEndPoint)listener.LocalEndPoint);
        Eventually.True(() => server.ConnCount == 1, "the connection was not accepted");
        listener.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Eventually.Of(serving));
        go.Release(2);
        Assert.Equal("ok", await Eventually.Of(answer));
        Assert.Equal("ok", await Eventually.Of(AskAsync((IPEndPoint)other.LocalEndPoint)));
        await Eventually.Of(server.ShutdownAsync());
    }

    [Fact]
    public async Task A_listener_is_served_once()
    {
        var server = new Server { Handler = s_where };
        var listener = Listener.Listen("127.0.0.1:0");
        server.Start(listener);
        Assert.Throws<InvalidOperationException>(() => new Server().Start(listener));
        await Eventually.Of(server.ShutdownAsync());
    }

    [Fact]
    public async Task A_server_that_was_shut_down_refuses_and_disposes_a_listener()
    {
        var server = new Server { Handler = s_where };
        server.Close();
        var listener = Listener.ListenUnix(SocketPath);
        await Assert.ThrowsAsync<ServerClosedException>(() => server.ServeAsync(listener));
        await Eventually.Of(listener.Closed);
        Assert.False(File.Exists(SocketPath));
        await Assert.ThrowsAsync<ServerClosedException>(() => server.ListenAndServeAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Serving_ends_with_an_exception_when_somebody_ends_the_server(bool isCut)
    {
        var server = new Server { Addr = "127.0.0.1:0", Handler = s_where };
        var serving = server.ListenAndServeAsync();
        if (isCut) server.Close();
        else await Eventually.Of(server.ShutdownAsync());
        await Assert.ThrowsAsync<ServerClosedException>(() => Eventually.Of(serving));
    }

    private static async Task<string> AskAsync(EndPoint address)
    {
        using var socket = new Socket(
            address.AddressFamily, SocketType.Stream, address is IPEndPoint ? ProtocolType.Tcp : ProtocolType.Unspecified);
        await socket.ConnectAsync(address);
        await socket.SendAsync("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"u8.ToArray());
        var received = new MemoryStream();
        var buffer = new byte[1024];
        for (int count; (count = await socket.ReceiveAsync(buffer)) > 0;) received.Write(buffer, 0, count);
        var text = Encoding.Latin1.GetString(received.ToArray());
        return text[(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
    }
}
