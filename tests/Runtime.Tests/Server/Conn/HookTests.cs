using System.Collections.Concurrent;
using System.Net;
using RouteGen;

namespace Runtime.Tests.Serving;

[Collection(ServerCollection.Name)]
public class HookTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    private static readonly HandlerFunc s_ok = (w, _) => w.Write("ok");

    private readonly ConcurrentQueue<ConnState> _states = new();
    private readonly ConcurrentDictionary<ConnInfo, bool> _infos = new();

    private ServerOptions Watching => new() { ConnState = OnState };

    [Fact]
    public async Task A_connection_goes_through_its_states()
    {
        await using (var server = new ServerFixture(s_ok, Watching))
        {
            var client = server.Connect();
            Eventually.True(() => _states.Count == 1, "the connection was not told");
            Assert.Equal([ConnState.New], _states);
            client.Send("G");
            Eventually.True(() => _states.Count == 2, "the first byte was not told");
            client.Send(Get[1..]);
            Assert.Equal("ok", client.Read().Text);
            client.Send(Get);
            Assert.Equal("ok", client.Read().Text);
            client.EndSending();
            client.ExpectEnd();
            server.ExpectNoConn();
        }

        Assert.Equal([ConnState.New, ConnState.Active, ConnState.Idle, ConnState.Active, ConnState.Idle, ConnState.Closed], _states);
        Assert.Single(_infos);
    }

    [Theory]
    [InlineData("", new[] { ConnState.New, ConnState.Closed })]
    [InlineData("G", new[] { ConnState.New, ConnState.Active, ConnState.Closed })]
    [InlineData("nonsense\r\n\r\n", new[] { ConnState.New, ConnState.Active, ConnState.Closed })]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", new[] { ConnState.New, ConnState.Active, ConnState.Closed })]
    public async Task A_connection_that_serves_no_second_request_is_never_idle(string sent, ConnState[] expected)
    {
        await using (var server = new ServerFixture(s_ok, Watching))
        {
            var client = server.Connect();
            client.Send(sent);
            client.EndSending();
            client.ReadToEnd();
            server.ExpectNoConn();
        }

        Assert.Equal(expected, _states);
    }

    [Fact]
    public async Task A_connection_that_is_taken_over_says_so_last()
    {
        await using (var server = new ServerFixture((w, _) => new ResponseController(w).Hijack().Dispose(), Watching))
        {
            var client = server.Connect();
            client.Send(Get);
            client.ExpectEnd();
        }

        Assert.Equal([ConnState.New, ConnState.Active, ConnState.Hijacked], _states);
    }

    [Fact]
    public async Task A_state_hook_that_fails_is_logged_and_costs_nothing()
    {
        await using var server = new ServerFixture(
            s_ok, new ServerOptions { ConnState = (_, state) => throw new InvalidOperationException($"at {state}") });
        var client = server.Connect();
        client.Send(Get);
        Assert.Equal("ok", client.Read().Text);
        server.TakeLog("at New");
        server.TakeLog("at Active");
        server.TakeLog("at Idle");
        client.EndSending();
        client.ExpectEnd();
        server.TakeLog("at Closed");
    }

    [Fact]
    public async Task Every_request_has_its_server_and_its_local_address()
    {
        Server? seen = null;
        EndPoint? address = null;
        RequestContext? kept = null;
        await using var server = new ServerFixture((_, r) =>
        {
            kept = r.Context;
            seen = kept.Get<Server>();
            address = kept.Get<EndPoint>();
            kept.Set("mine");
        });
        Assert.Equal(200, server.Ask(Get).Status);
        Assert.Same(server.Server, seen);
        Assert.Equal(server.Address, address);
        server.ExpectNoConn();
        Assert.Equal("mine", kept!.Get<string>());
        Assert.Null(kept.Get<EndPoint>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_base_context_that_closes_the_server_fails_its_start_and_leaves_no_listener(bool byAnotherThread)
    {
        using var listener = Listener.Listen("127.0.0.1:0");
        Server? server = null;
        server = new Server
        {
            BaseContext = _ =>
            {
                if (byAnotherThread) Assert.True(Task.Run(server!.Close).Wait(TimeSpan.FromMinutes(1)));
                else server!.Close();
                return new RequestContext();
            },
        };
        await Assert.ThrowsAsync<ServerClosedException>(() => Eventually.Of(server.ServeAsync(listener)));
        await Eventually.Of(server.ShutdownAsync());
        await Eventually.Of(listener.Closed);
        Assert.Null(server.LocalEndPoint);
    }

    [Fact]
    public async Task Contexts_are_made_from_that_of_the_connection_and_that_from_the_listeners()
    {
        var listeners = new List<EndPoint>();
        var connections = 0;
        var options = new ServerOptions
        {
            BaseContext = listener =>
            {
                listeners.Add(listener.LocalEndPoint);
                var context = new RequestContext();
                context.Set("base");
                return context;
            },
            ConnContext = (parent, info) =>
            {
                Assert.Equal("base", parent.Get<string>());
                var context = new RequestContext(parent);
                context.Set(new Version(Interlocked.Increment(ref connections), ((IPEndPoint)info.RemoteEndPoint).Port));
                return context;
            },
        };
        await using var server = new ServerFixture(
            (w, r) =>
            {
                var context = r.Context;
                w.Write($"{context.Get<string>()} {context.Get<Version>()} {context.Get<Uri>()}");
                context.Set(new Uri("http://localhost/"));
                context.Set("changed");
                Assert.Equal("changed", context.Get<string>());
            },
            options);
        Assert.Equal([server.Address], listeners);
        for (var number = 1; number <= 2; number++)
        {
            var client = server.Connect();
            // What one request adds, neither the next nor another connection sees.
            for (var round = 0; round < 2; round++)
            {
                client.Send(Get);
                Assert.Equal($"base {number}.{client.LocalEndPoint.Port} ", client.Read().Text);
            }
        }
    }

    [Fact]
    public async Task A_base_context_that_ends_cancels_every_request()
    {
        using var source = new CancellationTokenSource();
        using var seen = new SemaphoreSlim(0);
        await using var server = ServerFixture.Async(
            async (w, r) =>
            {
                var token = r.Context.CancellationToken;
                seen.Release();
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Delay(Eventually.Patience, token));
                w.Write("ended");
            },
            new ServerOptions { BaseContext = _ => new RequestContext(source.Token) });
        var clients = Enumerable.Range(0, 3).Select(_ => server.Connect()).ToList();
        foreach (var client in clients) client.Send(Get);
        foreach (var _ in clients) Assert.True(await seen.WaitAsync(Eventually.Patience));
        source.Cancel();
        foreach (var client in clients) Assert.Equal("ended", client.Read().Text);
    }

    [Fact]
    public async Task A_connection_hook_that_fails_costs_the_connection()
    {
        await using var server = new ServerFixture(
            s_ok, new ServerOptions { ConnContext = (_, _) => throw new InvalidOperationException("on purpose") });
        server.Connect().ExpectGone();
        server.TakeLog("on purpose");
        server.ExpectNoConn();
    }

    [Fact]
    public async Task Functions_run_when_the_server_shuts_down()
    {
        await using var server = new ServerFixture(s_ok);
        var ran = 0;
        server.Server.RegisterOnShutdown(() => Interlocked.Increment(ref ran));
        server.Server.RegisterOnShutdown(() => throw new InvalidOperationException("on purpose"));
        server.Server.RegisterOnShutdown(() => Interlocked.Increment(ref ran));
        await Eventually.Of(server.Server.ShutdownAsync());
        await Eventually.Of(server.Server.ShutdownAsync());
        Eventually.True(() => Volatile.Read(ref ran) == 2, "they did not run");
        server.TakeLog("on purpose");
    }

    [Fact]
    public async Task A_connection_beyond_the_most_is_closed_and_there_is_room_again_later()
    {
        await using var server = new ServerFixture(s_ok, new ServerOptions { MaxConns = 2 });
        var clients = new[] { server.Connect(), server.Connect() };
        foreach (var client in clients)
        {
            client.Send(Get);
            Assert.Equal("ok", client.Read().Text);
        }

        for (var round = 0; round < 3; round++) server.Connect().ExpectGone();
        server.TakeLog("MaxConns");
        Assert.Equal(2, server.Server.ConnCount);
        clients[0].EndSending();
        clients[0].ExpectEnd();
        Eventually.True(() => server.Server.ConnCount == 1, "the connection was not closed");
        Assert.Equal("ok", server.Ask(Get).Text);
    }

    [Fact]
    public async Task Keep_alive_can_be_switched_off_and_on()
    {
        await using var server = new ServerFixture(s_ok, new ServerOptions { Grace = TimeSpan.FromMilliseconds(1) });
        var idle = server.Connect();
        idle.Send(Get);
        Assert.Null(idle.Read()["Connection"]);
        server.Server.SetKeepAlivesEnabled(false);
        idle.ExpectEnd();
        var client = server.Connect();
        client.Send(Get + Get);
        Assert.Equal("close", client.Read()["Connection"]);
        client.ExpectEnd();
        server.Server.SetKeepAlivesEnabled(true);
        client = server.Connect();
        client.Send(Get + Get);
        Assert.Null(client.Read()["Connection"]);
        Assert.Equal("ok", client.Read().Text);
    }

    private void OnState(ConnInfo info, ConnState state)
    {
        _infos[info] = true;
        _states.Enqueue(state);
    }
}
