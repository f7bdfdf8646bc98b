using RouteGen.Routing;
using Xunit;

namespace RouteGen.Tests.Routing;

/// <summary>The entries of an outer table that stand for those of a mounted mux.</summary>
public sealed class MountedHandlerTests
{
    [Theory]
    [InlineData("/api/v1/items?q=1", "/items")]
    [InlineData("/%61pi/v%31/it%2Fems", "/it/ems")]
    public void A_handler_sees_the_path_below_the_mount_and_the_one_in_front_sees_all(string target, string below)
    {
        var seen = "";
        var handler = Mounted(Handler.From((ResponseWriter _, Request r) => seen = r.Path + "|" + r.Url.EscapedPath));
        var request = ServedRequest.Make("GET", target, "");
        Assert.True(handler.ServeHttpAsync(new RecordingWriter(), request).IsCompletedSuccessfully);
        Assert.Equal(below, seen.Split('|')[0]);
        Assert.EndsWith(seen.Split('|')[1], request.Url.EscapedPath, StringComparison.Ordinal);
        Assert.Equal("/api/v1" + below, request.Path);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/api")]
    [InlineData("/api/v1")]
    [InlineData("*")]
    public void A_request_that_is_not_below_the_mount_is_not_found(string target)
    {
        var writer = new RecordingWriter();
        var request = ServedRequest.Make("OPTIONS", target, "");
        Assert.True(Mounted(MuxAnswer.Ok).ServeHttpAsync(writer, request).IsCompletedSuccessfully);
        Assert.Equal(404, writer.StatusCode);
    }

    [Fact]
    public void A_handler_that_does_not_ask_for_the_url_costs_no_allocation()
    {
        var handler = Mounted(Handler.From(static (ResponseWriter _, Request _) => { }));
        var request = ServedRequest.Make("GET", "/api/v1/items?q=1", "");
        var writer = new RecordingWriter();
        var least = long.MaxValue;
        // The first rounds are the runtime's: it compiles, and compiles again.
        for (var round = 0; round < 20 && least > 0; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var count = 0; count < 1_000; count++) Assert.True(handler.ServeHttpAsync(writer, request).IsCompletedSuccessfully);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    private static IHandler Mounted(IHandler handler)
    {
        var inner = new Inner(new ServeMux(new LinearTable([new MuxEntry("/items", MuxEntryKind.Exact, handler, "Items", "")])));
        return new MountedMux(() => inner, "Inner", "", "/api/v1").Route("/items");
    }

    private sealed class Inner(ServeMux mux) : IServeMux
    {
        public ServeMux Mux => mux;

        public ValueTask ServeHttpAsync(ResponseWriter w, Request r) => mux.ServeHttpAsync(w, r);
    }
}
