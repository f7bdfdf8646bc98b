using RouteGen;

namespace Runtime.Tests.Limits;

/// <summary>Limits in bytes or items at the ends of their range.</summary>
public class NumberRangeTests
{
    private const string Form = "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\nabc\r\n--b--\r\n";

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void A_server_refuses_negative_limits_when_they_are_set(int limit)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Server { MaxHeaderBytes = limit });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Server { MaxRequestLineBytes = limit });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Server { MaxHeaderCount = limit });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Server { MaxConns = limit });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Server { MinBodyRate = limit });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(long.MaxValue - 1)]
    [InlineData(long.MaxValue)]
    public async Task A_form_is_parsed_with_any_room_in_memory(long bytesMax)
    {
        var request = TestRequest.New("POST", "/", Form, [("Content-Type", "multipart/form-data; boundary=b")]);
        var form = await request.ParseMultipartFormAsync(bytesMax);
        using var file = new StreamReader(form.File("f")!.OpenRead());
        Assert.Equal("abc", await file.ReadToEndAsync());
    }
}
