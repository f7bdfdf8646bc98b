using RouteGen;
using Runtime.Tests.Serving;

namespace Runtime.Tests.Overlaps;

/// <summary>The writer of a handler with a time limit, kept after the handler has completed.</summary>
[Collection(ServerCollection.Name)]
public class TimedWriterTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_member_of_a_writer_that_is_kept_throws_ObjectDisposedException(bool fails)
    {
        ResponseWriter? kept = null;
        await using var server = new ServerFixture(Http.TimeoutHandler(
            Handler.From((HandlerFunc)((w, r) =>
            {
                kept = w;
                w.Write("ok");
                if (fails) throw new BadRequestException("The test says so.");
            })),
            TimeSpan.FromMinutes(1)));
        var client = server.Connect();
        client.Send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        Assert.Equal(fails ? 400 : 200, client.Read().Status);
        Action<ResponseWriter>[] uses =
        [
            static w => w.Write("late"u8),
            static w => w.Write("late"),
            static w => w.WriteAsync("late"u8.ToArray()).AsTask().GetAwaiter().GetResult(),
            static w => w.Flush(),
            static w => w.FlushAsync().AsTask().GetAwaiter().GetResult(),
            static w => w.WriteHeader(200),
            static w => w.WriteHeader(103),
            static w => w.GetMemory(),
            static w => w.GetSpan(),
            static w => w.Advance(0),
            static w => _ = w.StatusCode,
            static w => _ = w.Header,
        ];
        foreach (var use in uses) Assert.Throws<ObjectDisposedException>(() => use(kept!));
    }
}
