using RouteGen;

namespace Runtime.Tests.Serving;

[Collection(ServerCollection.Name)]
public sealed class LateFieldTests
{
    private const string Late =
        "A header field was set after the status or the first part of the response was written, and is not sent; this is logged once for "
            + "each route. field=";

    public static TheoryData<string> LateCases => new(s_late.Keys);

    public static TheoryData<string> TimelyCases => new(s_timely.Keys);

    private static readonly Dictionary<string, Action<ResponseWriter>> s_late = new()
    {
        ["set after a status"] = static w => { w.WriteHeader(200); w.Header.Set("X-Late", "1"); },
        ["set after a write"] = static w => { w.Write("x"u8); w.Header.Set("X-Late", "1"); },
        ["set after a write beyond the block"] = static w => { w.Write(new byte[5000]); w.Header.Set("X-Late", "1"); },
        ["set after a flush"] = static w => { w.Flush(); w.Header.Set("X-Late", "1"); },
        ["added to a field that was sent"] = static w => { w.Header.Set("X-Late", "1"); w.WriteHeader(200); w.Header.Add("X-Late", "2"); },
        ["replaced"] = static w =>
            { w.Header.Set("X-Late", "1"); w.Header.Set("X-Other", "1"); w.WriteHeader(200); w.Header.Set("X-Late", "2"); },
        ["replaced as the last"] = static w => { w.Header.Set("X-Late", "1"); w.WriteHeader(200); w.Header.Set("X-Late", "2"); },
        ["set and another removed"] = static w =>
            { w.Header.Set("X-Gone", "1"); w.WriteHeader(200); w.Header.Remove("X-Gone"); w.Header.Set("X-Late", "2"); },
        ["set in front of trailers"] = static w =>
        {
            w.Header.Set("Trailer", "X-Announced");
            w.Flush();
            w.Header.Set("X-Late", "1");
            w.Header.Set("X-Announced", "1");
            w.Header.Set("Trailer:X-More", "1");
        },
    };

    private static readonly Dictionary<string, Action<ResponseWriter>> s_timely = new()
    {
        ["nothing"] = static _ => { },
        ["before the status"] = static w => { w.Header.Set("X-A", "1"); w.WriteHeader(200); },
        ["without a status"] = static w => w.Header.Set("X-A", "1"),
        ["a length before"] = static w => { w.Header.Set("Content-Length", "1"); w.Write("x"u8); },
        ["behind an informational response"] = static w => { w.WriteHeader(103); w.Header.Set("X-A", "1"); w.Write("x"u8); },
        ["removed"] = static w => { w.Header.Set("X-A", "1"); w.Header.Set("X-B", "1"); w.WriteHeader(200); w.Header.Remove("X-B"); },
        ["all removed"] = static w => { w.Header.Set("X-A", "1"); w.WriteHeader(200); w.Header.Remove("X-A"); },
        ["removed behind a length"] = static w =>
            { w.Header.Set("Content-Length", "1"); w.Header.Set("X-B", "1"); w.Write("x"u8); w.Header.Remove("X-B"); },
        ["suppressed"] = static w => { w.Header.Set("Date", null); w.WriteHeader(200); },
        ["trailers"] = static w =>
        {
            w.Header.Set("X-A", "1");
            w.Header.Set("Trailer", "X-Announced");
            w.Flush();
            w.Header.Set("X-Announced", "1");
            w.Header.Set("Trailer:X-More", "1");
        },
    };

    [Theory]
    [MemberData(nameof(LateCases))]
    public async Task A_field_that_is_set_too_late_is_not_sent_and_logged_once_for_its_route(string which)
    {
        var mux = new ServeMux();
        mux.HandleFunc("/a", (w, _) => s_late[which](w));
        mux.HandleFunc("/b/{id}", (w, _) => s_late[which](w));
        await using var server = new ServerFixture(mux);
        var client = server.Connect();
        foreach (var path in new[] { "/a", "/b/1", "/a", "/b/2" })
        {
            client.Send($"GET {path} HTTP/1.1\r\nHost: h\r\n\r\n");
            Assert.Equal(200, client.Read().Status);
        }

        // The fixture fails for entries that are left over.
        Assert.Contains(" pattern=\"/a\"", server.TakeLog(Late + "X-Late"), StringComparison.Ordinal);
        Assert.Contains(" pattern=\"/b/{id}\"", server.TakeLog(Late + "X-Late"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(TimelyCases))]
    public async Task A_field_that_is_set_in_time_or_is_a_trailer_or_is_removed_is_not_logged(string which)
    {
        await using var server = new ServerFixture((w, _) => s_timely[which](w));
        var client = server.Connect();
        client.Send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        var response = client.Read();
        while (response.Status == 103) response = client.Read();
        Assert.Equal(200, response.Status);
    }

    [Fact]
    public async Task Requests_without_a_route_have_one_entry_together()
    {
        await using var server = new ServerFixture((w, _) => s_late["set after a status"](w));
        for (var count = 0; count < 3; count++)
            Assert.Equal(200, server.Ask("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").Status);
        server.TakeLog(Late + "X-Late");
    }

    [Fact]
    public async Task A_response_of_another_length_than_declared_is_logged_with_its_route()
    {
        var mux = new ServeMux();
        mux.HandleFunc("GET /items/{id}", (w, _) => { w.Header.Set("Content-Length", "10"); w.Write("abc"u8); });
        mux.HandleFunc(
            "GET /waits/{id}", async (w, _) =>
                { await Task.Yield(); w.Header.Set("Content-Length", "10"); await w.WriteAsync("abc"u8.ToArray()); await w.FlushAsync(); });
        await using var server = new ServerFixture(mux);
        foreach (var path in new[] { "items", "waits" })
        {
            var client = server.Connect();
            client.Send($"GET /{path}/1 HTTP/1.1\r\nHost: h\r\n\r\n");
            var line = server.TakeLog("declared 10 bytes, wrote 3 bytes");
            Assert.Contains($"path=\"/{path}/1\" pattern=\"GET /{path}/{{id}}\" handler=", line, StringComparison.Ordinal);
            client.Dispose();
        }
    }
}
