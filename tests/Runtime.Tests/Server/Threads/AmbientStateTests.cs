using System.Globalization;
using RouteGen;

namespace Runtime.Tests.Serving;

/// <summary>What a handler leaves on its thread, each kind for itself, is not there for the next request of that thread.</summary>
[Collection(ServerCollection.Name)]
public class AmbientStateTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    private static readonly AsyncLocal<string?> s_local = new();
    private static readonly CultureInfo s_culture = MakeCulture();

    public enum Left
    {
        /// <summary>By a handler that returned.</summary>
        AtReturn,

        /// <summary>By one that threw.</summary>
        AtThrow,

        /// <summary>By one that went on after a wait for its peer, which ended on the thread that leads.</summary>
        AfterWait,

        /// <summary>As before, and nothing that the runtime does for an awaiting method puts anything back.</summary>
        AfterWaitWithoutFlow,
    }

    [Theory]
    [InlineData(Left.AtReturn)]
    [InlineData(Left.AtThrow)]
    [InlineData(Left.AfterWait)]
    [InlineData(Left.AfterWaitWithoutFlow)]
    public Task The_value_of_an_AsyncLocal_ends_with_its_request(Left left) =>
        CheckAsync(left, static () => s_local.Value = "left", static () => s_local.Value is null);

    [Theory]
    [InlineData(Left.AtReturn)]
    [InlineData(Left.AtThrow)]
    [InlineData(Left.AfterWait)]
    [InlineData(Left.AfterWaitWithoutFlow)]
    public Task A_culture_ends_with_its_request(Left left) =>
        CheckAsync(left, static () => CultureInfo.CurrentCulture = s_culture, static () => CultureInfo.CurrentCulture != s_culture);

    [Theory]
    [InlineData(Left.AtReturn)]
    [InlineData(Left.AtThrow)]
    [InlineData(Left.AfterWait)]
    [InlineData(Left.AfterWaitWithoutFlow)]
    public Task A_SynchronizationContext_ends_with_its_request(Left left) => CheckAsync(
        left,
        static () => SynchronizationContext.SetSynchronizationContext(new SynchronizationContext()),
        static () => SynchronizationContext.Current is null);

    [Theory]
    [InlineData(Left.AtReturn)]
    [InlineData(Left.AtThrow)]
    [InlineData(Left.AfterWait)]
    public Task A_suppressed_flow_ends_with_its_request(Left left) =>
        CheckAsync(left, static () => ExecutionContext.SuppressFlow(), static () => !ExecutionContext.IsFlowSuppressed());

    public enum Hook
    {
        ConnState,
        ConnContext,
        OnRefused,
        ErrorLog,
    }

    [Theory]
    [InlineData(Hook.ConnState)]
    [InlineData(Hook.ConnContext)]
    [InlineData(Hook.OnRefused)]
    [InlineData(Hook.ErrorLog)]
    public async Task What_a_hook_leaves_is_not_there_for_a_handler(Hook hook)
    {
        var calls = 0;
        var options = new ServerOptions
        {
            ConnState = hook == Hook.ConnState ? (_, _) => Leave() : null,
            ConnContext = hook == Hook.ConnContext ? (context, _) => { Leave(); return context; } : null,
            OnRefused = hook == Hook.OnRefused ? _ => Leave() : null,
            ErrorLog = hook == Hook.ErrorLog ? _ => Leave() : null,
        };
        await using var server = new ServerFixture(
            new FuncHandler((w, r) =>
            {
                if (r.Method == "PUT") throw new InvalidOperationException("made to fail");
                w.Write(s_local.Value is null && SynchronizationContext.Current is null ? "clean" : "left over");
                return default;
            }),
            options);
        for (var round = 0; round < 10; round++)
        {
            if (hook == Hook.OnRefused) Assert.Equal(400, server.Ask("GET / HTTP/1.1\r\n\r\n").Status);
            if (hook == Hook.ErrorLog) Assert.Equal(500, server.Ask("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n").Status);
            var client = server.Connect();
            for (var request = 0; request < 3; request++)
            {
                client.Send(Get);
                Assert.Equal("clean", client.Read().Text);
            }
        }

        Assert.NotEqual(0, Volatile.Read(ref calls));

        void Leave()
        {
            Interlocked.Increment(ref calls);
            s_local.Value = "left";
            SynchronizationContext.SetSynchronizationContext(new SynchronizationContext());
        }
    }

    // One connection is served by one thread, while nothing takes long.
    private static async Task CheckAsync(Left left, Action leave, Func<bool> isClean)
    {
        await using var server = new ServerFixture(new FuncHandler((w, r) => ServeAsync(w, r, left, leave, isClean)));
        // Of equal entries ten a second are logged.
        for (var round = 0; round < (left == Left.AtThrow ? 10 : 20); round++)
        {
            var client = server.Connect();
            if (left is Left.AfterWait or Left.AfterWaitWithoutFlow)
            {
                client.Send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nExpect: 100-continue\r\n\r\n");
                Assert.Equal(100, client.Read().Status);
                client.Send("x");
            }
            else
            {
                client.Send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");
            }

            if (left == Left.AtThrow)
            {
                Assert.Equal(500, client.Read().Status);
                server.TakeLog("made to fail");
                client = server.Connect();
            }
            else
            {
                Assert.Equal("clean", client.Read().Text);
            }

            client.Send(Get);
            Assert.Equal("clean", client.Read().Text);
        }
    }

    // Not an async method: what such a method changes, the runtime takes back at its end.
    private static ValueTask ServeAsync(ResponseWriter w, Request r, Left left, Action leave, Func<bool> isClean)
    {
        var found = isClean() ? "clean" : "left over";
        // A response that has begun would keep the 100 (Continue) from its client.
        if (r.Method == "POST" && left is (Left.AfterWait or Left.AfterWaitWithoutFlow)) return ServeAndWaitAsync(w, r, left, leave, found);
        w.Write(found);
        if (r.Method == "GET") return default;
        switch (left)
        {
            case Left.AtReturn:
                leave();
                return default;
            case Left.AtThrow:
                leave();
                throw new InvalidOperationException("made to fail");
            default:
                throw new ArgumentOutOfRangeException(nameof(left));
        }
    }

    private static ValueTask ServeAndWaitAsync(ResponseWriter w, Request r, Left left, Action leave, string found)
    {
        if (left == Left.AfterWaitWithoutFlow) ExecutionContext.SuppressFlow();
        return WaitAsync(w, r, leave, found);
    }

    private static async ValueTask WaitAsync(ResponseWriter w, Request r, Action leave, string found)
    {
        while (await r.Body.ReadAsync(new byte[1]).ConfigureAwait(false) > 0) leave();
        w.Write(found);
    }

    private static CultureInfo MakeCulture()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = "#";
        return culture;
    }
}
