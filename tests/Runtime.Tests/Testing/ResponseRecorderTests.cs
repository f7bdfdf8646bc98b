using System.Buffers;
using System.Text;

namespace RouteGen.Tests.Testing;

public sealed class ResponseRecorderTests
{
    [Fact]
    public void A_handler_that_sets_time_limits_or_full_duplex_can_be_recorded()
    {
        var recorder = new ResponseRecorder();
        var controller = new ResponseController(recorder);
        controller.SetReadDeadline(DateTimeOffset.UtcNow);
        controller.SetWriteDeadline(null);
        controller.EnableFullDuplex();
        recorder.Write("ok");
        Assert.Equal("ok", recorder.BodyText);
    }

    [Fact]
    public void Without_a_word_from_the_handler_the_answer_is_200_and_empty()
    {
        var recorder = new ResponseRecorder();
        var result = recorder.Result();
        Assert.Equal((0, 200, 200, "200 OK"), (recorder.StatusCode, recorder.Code, result.StatusCode, result.Status));
        Assert.Equal(0, result.Header.Count);
        Assert.Equal(0, result.Body.ContentLength);
    }

    [Fact]
    public void The_first_status_counts_and_informational_ones_come_before_it()
    {
        var recorder = new ResponseRecorder();
        recorder.WriteHeader(103);
        recorder.WriteHeader(102);
        recorder.WriteHeader(418);
        recorder.WriteHeader(200);
        recorder.WriteHeader(103);
        Assert.Equal(418, recorder.Code);
        Assert.Equal([103, 102], recorder.InformationalCodes);
        Assert.Equal("418 I'm a teapot", recorder.Result().Status);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(99)]
    [InlineData(1000)]
    public void A_status_that_has_not_three_digits_is_refused(int status) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ResponseRecorder().WriteHeader(status));

    [Fact]
    public void What_is_set_after_the_head_was_committed_is_not_in_the_result()
    {
        var recorder = new ResponseRecorder();
        recorder.Header.Set("X-Before", "1");
        recorder.WriteHeader(201);
        recorder.Header.Set("X-After", "2");
        var result = recorder.Result();
        Assert.Equal(["X-Before"], result.Header.Select(field => field.Key));
        Assert.True(recorder.Header.Has("X-After"));
    }

    [Theory]
    [InlineData("<html></html>", "text/html; charset=utf-8")]
    [InlineData("plain", "text/plain; charset=utf-8")]
    public void The_type_is_found_out_from_the_first_bytes(string body, string type)
    {
        var recorder = new ResponseRecorder();
        recorder.Write(body);
        Assert.Equal(type, recorder.Result().Header.Get("Content-Type"));
        Assert.False(recorder.Header.Has("Content-Type"));
    }

    [Fact]
    public void A_type_that_the_handler_set_or_suppressed_is_left_alone()
    {
        var named = new ResponseRecorder();
        named.Header.Set("Content-Type", "a/b");
        named.Write("<html></html>");
        Assert.Equal("a/b", named.Result().Header.Get("Content-Type"));

        var suppressed = new ResponseRecorder();
        suppressed.Header.Set("Content-Type", null);
        suppressed.Write("<html></html>");
        Assert.False(suppressed.Result().Header.Has("Content-Type"));

        var encoded = new ResponseRecorder();
        encoded.Header.Set("Content-Encoding", "gzip");
        encoded.Write("<html></html>");
        Assert.False(encoded.Result().Header.Has("Content-Type"));
    }

    [Fact]
    public async Task Every_way_to_write_ends_in_the_body()
    {
        var recorder = new ResponseRecorder();
        recorder.Write("a"u8);
        recorder.Write("\u00e4");
        await recorder.WriteAsync("b"u8.ToArray());
        recorder.GetSpan(3)[0] = (byte)'c';
        recorder.Advance(1);
        Encoding.UTF8.GetBytes("d", recorder);
        Assert.Equal("a\u00e4bcd", recorder.BodyText);
        using var result = recorder.Result();
        Assert.Equal("a\u00e4bcd", await result.Body.ReadAllTextAsync());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await recorder.WriteAsync("x"u8.ToArray(), new CancellationToken(canceled: true)));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await recorder.FlushAsync(new CancellationToken(canceled: true)));
        Assert.Equal("a\u00e4bcd", recorder.BodyText);
    }

    [Fact]
    public void Advancing_beyond_what_was_lent_is_refused()
    {
        var recorder = new ResponseRecorder();
        Assert.Throws<ArgumentOutOfRangeException>(() => recorder.Advance(-1));
        recorder.GetSpan(8);
        Assert.ThrowsAny<Exception>(() => recorder.Advance(int.MaxValue));
    }

    [Theory]
    [InlineData(101)]
    [InlineData(204)]
    [InlineData(304)]
    public void A_body_where_none_is_allowed_throws_as_on_the_server(int status)
    {
        var recorder = new ResponseRecorder();
        recorder.WriteHeader(status);
        Assert.Throws<InvalidOperationException>(() => recorder.Write("x"u8));
        Assert.Equal(0, recorder.Body.Length);
    }

    [Fact]
    public void More_than_the_declared_length_throws_and_nothing_of_that_write_is_kept()
    {
        var recorder = new ResponseRecorder();
        recorder.Header.Set("Content-Length", "3");
        recorder.Write("ab"u8);
        Assert.Throws<InvalidOperationException>(() => recorder.Write("cd"u8));
        Assert.Equal(("ab", 3L), (recorder.BodyText, recorder.Result().ContentLength));
    }

    [Fact]
    public void A_flush_commits_the_head()
    {
        var recorder = new ResponseRecorder();
        recorder.Flush();
        recorder.Header.Set("X-Late", "1");
        Assert.True(recorder.IsFlushed);
        Assert.Equal((200, 0), (recorder.StatusCode, recorder.Result().Header.Count));
    }

    [Fact]
    public void Trailers_are_those_announced_and_those_added_late()
    {
        var recorder = new ResponseRecorder();
        recorder.Header.Add("Trailer", "X-Sum, Content-Length");
        recorder.Header.Add("Trailer", "X-Never");
        recorder.Header.Set("X-Sum", "before");
        recorder.Write("body"u8);
        recorder.Header.Set("X-Sum", "after");
        recorder.Header.Set("Trailer:X-Late", "late");
        recorder.Header.Set("Trailer:Host", "no");
        var result = recorder.Result();
        Assert.Equal(["X-Sum: after", "X-Late: late"], result.Trailer!.Select(field => $"{field.Key}: {field.Value}"));
        Assert.Equal(["Content-Type"], result.Header.Select(field => field.Key));
    }

    [Fact]
    public void A_handler_answers_it_as_it_answers_a_client()
    {
        var mux = new ServeMux();
        mux.HandleFunc("/made/", (w, r) =>
        {
            w.Header.Set("Location", r.Path);
            w.WriteHeader(201);
            w.Write(r.Method);
        });
        var recorder = new ResponseRecorder();
        Assert.True(mux.ServeHttpAsync(recorder, TestRequest.New("PUT", "/made/1")).IsCompletedSuccessfully);
        Assert.Equal((201, "PUT", "/made/1"), (recorder.Code, recorder.BodyText, recorder.Header.Get("Location")));
    }
}
