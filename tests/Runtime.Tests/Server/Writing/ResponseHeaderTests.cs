using System.Text;
using RouteGen;

namespace Runtime.Tests.Serving;

[Collection(ServerCollection.Name)]
public class ResponseHeaderTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    [Fact]
    public async Task The_fields_of_the_handler_come_sorted_and_first()
    {
        await using var server = new ServerFixture((w, _) =>
        {
            w.Header.Set("x-b", "2");
            w.Header.Add("X-A", "1");
            w.Header.Add("Set-Cookie", "b=2");
            w.Header.Add("Set-Cookie", "a=1");
            w.Header.Add("x-a", "0");
            w.Write("hello");
        });
        var answer = server.Ask(Get);
        Assert.Equal("Set-Cookie Set-Cookie X-A X-A X-B Date Content-Length Content-Type", answer.Names);
        Assert.Equal(["b=2", "a=1", "1", "0"], answer.Fields.Take(4).Select(field => field.Value));
    }

    [Fact]
    public async Task No_value_can_end_its_line_and_no_name_that_is_none_is_written()
    {
        await using var server = new ServerFixture((w, _) =>
        {
            w.Header.Set("X-A", " one\r\nX-Evil: two\nthree\0\r ");
            w.Header.Set("X B", "blank");
            w.Header.Set("X-C\r\nX-Evil", "1");
            w.Header.Set("", "empty");
            w.Header.Set("X-D", "caf\u00e9 \u20ac");
            w.Header.Set("Content-Type", "a/b\r\n\r\n<html>");
        });
        var answer = server.Ask(Get);
        Assert.Equal("Content-Type X-A X-D Date Content-Length", answer.Names);
        Assert.Equal("one  X-Evil: two three", answer["X-A"]!.Trim());
        // UTF-8, read as Latin-1.
        Assert.Equal("caf\u00c3\u00a9 \u00e2\u0082\u00ac", answer["X-D"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("yesterday")]
    public async Task The_date_is_the_handlers_if_it_sets_one(string? date)
    {
        await using var server = new ServerFixture((w, _) => w.Header.Set("Date", date));
        Assert.Equal(date, server.Ask(Get)["Date"]);
    }

    [Fact]
    public async Task A_content_type_set_to_null_is_not_guessed()
    {
        await using var server = new ServerFixture((w, _) =>
        {
            w.Header.Set("Content-Type", null);
            w.Write("hello");
        });
        Assert.Equal("Date Content-Length", server.Ask(Get).Names);
    }

    [Fact]
    public async Task The_header_is_taken_when_the_status_is_set()
    {
        await using var server = new ServerFixture((w, _) =>
        {
            w.Header.Set("X-A", "before");
            w.WriteHeader(202);
            w.Header.Set("X-A", "after");
            w.Header.Set("X-B", "after");
            w.Header.Set("Content-Length", "3");
            w.Write("hello");
        });
        var answer = server.Ask(Get);
        Assert.Equal("before", answer["X-A"]);
        Assert.Null(answer["X-B"]);
        Assert.Equal("hello", answer.Text);
    }

    [Fact]
    public async Task A_connection_that_closes_says_so_once()
    {
        await using var server = new ServerFixture((w, _) => w.Header.Set("Connection", "keep-alive"));
        var client = server.Connect();
        client.Send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        Assert.Equal("close", client.Read()["Connection"]);
        client.ExpectEnd();
    }

    [Fact]
    public async Task A_switch_of_protocols_that_nobody_takes_over_ends_the_connection()
    {
        await using var server = new ServerFixture((w, _) =>
        {
            w.Header.Set("Connection", "Upgrade");
            w.Header.Set("Upgrade", "x");
            w.WriteHeader(101);
        });
        var client = server.Connect();
        client.Send(Get);
        var answer = client.Read();
        Assert.Equal(101, answer.Status);
        Assert.Equal("Upgrade", answer["Connection"]);
        client.ExpectEnd();
    }

    [Fact]
    public async Task Trailers_announced_and_late_stand_behind_the_chunks()
    {
        await using var server = new ServerFixture((w, _) =>
        {
            w.Header.Set("Trailer", "X-Sum, content-length, X-Never");
            w.Header.Set("X-Plain", "1");
            w.Write("hello");
            w.Flush();
            w.Header.Set("X-Sum", "42");
            w.Header.Set("Trailer:X-Late", "7");
            w.Header.Set("Trailer:Content-Length", "99");
            w.Header.Set("Trailer:X-Bad\r\nX-Evil", "1");
            w.Header.Set("Content-Length", "99");
        });
        var client = server.Connect();
        client.Send(Get);
        var answer = client.Read();
        Assert.Equal("chunked", answer["Transfer-Encoding"]);
        Assert.Equal("1", answer["X-Plain"]);
        Assert.Null(answer["X-Sum"]);
        Assert.Equal("hello", answer.Text);
        Assert.Equal([("X-Sum", "42"), ("X-Late", "7")], answer.Trailers);
        client.Send(Get);
        Assert.Equal("hello", client.Read().Text);
    }

    [Fact]
    public async Task Announced_trailers_make_a_small_answer_chunked()
    {
        await using var server = new ServerFixture((w, _) =>
        {
            w.Header.Set("Trailer", "X-Sum");
            w.Write("hello");
            w.Header.Set("X-Sum", "42");
        });
        var answer = server.Ask(Get);
        Assert.Equal("hello", answer.Text);
        Assert.Equal([("X-Sum", "42")], answer.Trailers);
    }

    [Fact]
    public async Task Informational_answers_go_ahead_with_the_header_so_far()
    {
        await using var server = new ServerFixture((w, _) =>
        {
            w.Header.Set("Link", "</a.css>; rel=preload");
            w.WriteHeader(103);
            w.Header.Set("X-B", "1");
            w.WriteHeader(103);
            w.WriteHeader(200);
            w.Write("x");
        });
        var client = server.Connect();
        client.Send(Get);
        var first = client.Read();
        Assert.Equal((103, "Link"), (first.Status, first.Names));
        Assert.Equal("Link X-B", client.Read().Names);
        Assert.Equal("Link X-B Date Content-Length Content-Type", client.Read().Names);
    }

    [Fact]
    public async Task Informational_answers_are_kept_from_Http_10()
    {
        await using var server = new ServerFixture((w, _) =>
        {
            w.WriteHeader(103);
            w.Write("x");
        });
        Assert.Equal(200, server.Ask("GET / HTTP/1.0\r\n\r\n").Status);
    }
}
