using System.Diagnostics;
using Runtime.Tests.Support;

namespace RouteGen.Tests.Handling;

/// <summary>The listeners are the process's, so these tests look at their own requests only: each has a path of its own.</summary>
public sealed class TelemetryTests : IDisposable
{
    private readonly TelemetryListeners _heard = new(Http.ServerTelemetryName);

    public void Dispose() => _heard.Dispose();

    [Fact]
    public async Task A_request_is_measured_under_the_names_of_the_convention()
    {
        await ServeAsync("/measured/", (w, _) => w.WriteHeader(404), TestRequest.New("GET", "/measured/1?q=2"));
        var duration = Assert.Single(_heard.Measured, measured => measured.Name == "http.server.request.duration");
        Assert.Equal(
            "http.request.method=GET http.response.status_code=404 http.route=/measured/ network.protocol.version=1.1 url.scheme=http",
            duration.Tags);
        Assert.InRange(duration.Value, 0, 60);
        Assert.Equal(
            [1, -1], _heard.Measured.Where(measured => measured.Name == "http.server.active_requests").Select(measured => measured.Value));

        var span = Assert.Single(_heard.Activities);
        Assert.Equal(("GET /measured/", ActivityKind.Server, ActivityStatusCode.Unset), (span.DisplayName, span.Kind, span.Status));
        Assert.Equal("/measured/1", span.GetTagItem("url.path"));
        Assert.Equal("q=2", span.GetTagItem("url.query"));
        Assert.Equal("example.com", span.GetTagItem("server.address"));
        Assert.Equal(404, span.GetTagItem("http.response.status_code"));
    }

    // Otherwise a client could create any number of time series.
    [Fact]
    public async Task A_redirect_has_no_route()
    {
        await ServeAsync("/measured/{id}/", (_, _) => { }, TestRequest.New("GET", "/measured/any"));
        Assert.Equal(
            "http.request.method=GET http.response.status_code=301 network.protocol.version=1.1 url.scheme=http",
            Assert.Single(_heard.Measured, measured => measured.Name == "http.server.request.duration").Tags);
        Assert.Equal("GET", Assert.Single(_heard.Activities).DisplayName);
    }

    [Fact]
    public async Task A_span_goes_on_from_its_caller_s()
    {
        var request = TestRequest.New("GET", "/");
        request.Header.Set("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        await ServeAsync("/", (_, _) => { }, request);
        var span = Assert.Single(_heard.Activities);
        Assert.Equal(
            ("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"), (span.TraceId.ToHexString(), span.ParentSpanId.ToHexString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("00-zz-1-01")]
    [InlineData("00-00000000000000000000000000000000-b7ad6b7169203331-01")]
    public async Task A_parent_that_is_none_begins_a_new_trace(string parent)
    {
        var request = TestRequest.New("GET", "/");
        request.Header.Set("traceparent", parent);
        await ServeAsync("/", (_, _) => { }, request);
        Assert.Equal(default, Assert.Single(_heard.Activities).ParentSpanId);
    }

    [Fact]
    public async Task A_method_that_nobody_knows_makes_no_series_of_its_own()
    {
        await ServeAsync("/", (_, _) => { }, TestRequest.New("BREW", "/"));
        Assert.Contains(
            "http.request.method=_OTHER", _heard.Measured.First(measured => measured.Name == "http.server.request.duration").Tags,
            StringComparison.Ordinal);
        Assert.Equal("BREW", Assert.Single(_heard.Activities).GetTagItem("http.request.method_original"));
    }

    [Fact]
    public async Task A_failure_is_named_by_its_type_and_goes_on()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => ServeAsync("/", (_, _) => throw new InvalidOperationException("why"), TestRequest.New("GET", "/")));
        Assert.Contains(
            "error.type=System.InvalidOperationException",
            _heard.Measured.First(measured => measured.Name == "http.server.request.duration").Tags, StringComparison.Ordinal);
        var span = Assert.Single(_heard.Activities);
        Assert.Equal((ActivityStatusCode.Error, "why"), (span.Status, span.StatusDescription));
        Assert.Equal(0, _heard.Measured.Where(measured => measured.Name == "http.server.active_requests").Sum(measured => measured.Value));
    }

    private static async Task ServeAsync(string pattern, HandlerFunc handler, Request request)
    {
        var mux = new ServeMux();
        mux.HandleFunc(pattern, handler);
        await Http.Instrument(mux).ServeHttpAsync(new ResponseRecorder(), request);
    }
}
