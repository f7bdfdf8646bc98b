using RouteGen;

namespace Runtime.Tests.Handling;

public sealed class MaxBytesTests
{
    [Theory]
    [InlineData(5, 1)]
    [InlineData(5, 4)]
    [InlineData(5, 5)]
    [InlineData(5, 64)]
    [InlineData(0, 1)]
    [InlineData(-7, 64)]
    public void Reading_past_the_limit_fails_again_and_again_and_tells_the_limit(long limit, int step)
    {
        var writer = new ResponseRecorder();
        var body = Http.MaxBytesReader(writer, Body.From("123456789"), limit);
        var read = 0;
        void ReadOn()
        {
            while (true) read += body.Read(new byte[step]);
        }

        var failure = Assert.Throws<MaxBytesException>(ReadOn);
        limit = Math.Max(0, limit);
        Assert.Equal((limit, limit), (read, failure.LimitBytes));
        Assert.Equal(limit, Assert.Throws<MaxBytesException>(() => body.Read(new byte[1])).LimitBytes);
        Assert.Equal("close", writer.Header.Get("Connection"));
        Assert.Equal(-1, body.ContentLength);
    }

    [Theory]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(long.MaxValue)]
    public async Task A_body_within_the_limit_ends(long limit)
    {
        var writer = new ResponseRecorder();
        var body = Http.MaxBytesReader(writer, Body.From("123456789"), limit);
        Assert.Equal(9, body.ContentLength);
        Assert.Equal("123456789", await body.ReadAllTextAsync());
        Assert.Equal(0, body.Read(new byte[1]));
        Assert.False(writer.Header.Has("Connection"));
    }

    [Fact]
    public void Nothing_is_asked_of_a_body_for_no_room() =>
        Assert.Equal(0, Http.MaxBytesReader(new ResponseRecorder(), Body.From("1"), 0).Read([]));

    [Fact]
    public async Task The_smaller_of_two_limits_counts()
    {
        var body = Http.MaxBytesReader(new ResponseRecorder(), Http.MaxBytesReader(new ResponseRecorder(), Body.From("123456789"), 3), 5);
        Assert.Equal(3, (await Assert.ThrowsAsync<MaxBytesException>(async () => await body.ReadAllBytesAsync())).LimitBytes);
    }

    [Fact]
    public void A_handler_sees_the_limited_body_and_the_request_gets_its_own_back()
    {
        var request = TestRequest.New("POST", "/", "123456789");
        var own = request.Body;
        var handler = Http.MaxBytesHandler(Handler.From((_, r) => r.Body.ReadExactly(new byte[9])), 4);
        Assert.Throws<MaxBytesException>(() => Served.By(handler, request));
        Assert.Same(own, request.Body);
    }
}
