using RouteGen.Routing;

namespace RouteGen.Tests.Routing;

public sealed class ServeMuxAllocationTests
{
    private static readonly string[] s_patterns = [
        "/ping", "/a/", "/sp ace/", "h1.test/ping", "h1.test/b/c/", "GET /items/{id}", "POST /items/{id}/", "/"];

    [Theory]
    [InlineData("/ping", "")]
    [InlineData("/ping?q=1", "x:8080")]
    [InlineData("/ping", "h1.test:8080")]
    [InlineData("/a/b/c", "")]
    [InlineData("/b/c/d", "h1.test")]
    [InlineData("/sp%20ace/%2F", "x")]
    [InlineData("/none", "x")]
    [InlineData("/items/1", "x")]
    [InlineData("/items/1/2", "x")]
    public void Finding_a_handler_allocates_nothing(string target, string host)
    {
        foreach (var isCompiled in new[] { true, false })
        {
            var mux = isCompiled ? new ServeMux(new LinearTable(s_patterns.Select(pattern => MuxAnswer.Entry(pattern)))) : new ServeMux();
            if (!isCompiled) foreach (var pattern in s_patterns) mux.Handle(pattern, MuxAnswer.Ok);
            var request = ServedRequest.Make("GET", target, host);
            var writer = new RecordingWriter();
            var allocated = long.MaxValue;
            // The first rounds are the runtime's: it compiles, and compiles again.
            for (var round = 0; round < 5 && allocated > 0; round++)
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                for (var count = 0; count < 1_000; count++)
                {
                    _ = mux.Handler(request);
                    request.Pattern = "";
                }

                allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            }

            Assert.Equal(0, allocated);
            Assert.True(mux.ServeHttpAsync(writer, request).IsCompletedSuccessfully);
            Assert.NotEqual("", request.Pattern);
        }
    }
}
