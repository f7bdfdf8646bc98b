using RouteGen;
using RouteGen.Tests;

namespace Runtime.Tests.Messages;

public class RequestFieldsTests
{
    [Theory]
    [InlineData("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", "Aladdin", "open sesame")]
    [InlineData("basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", "Aladdin", "open sesame")]
    [InlineData("BASIC Og==", "", "")]
    [InlineData("Basic YTpiOmM=", "a", "b:c")]
    [InlineData("Basic w7w6w7Y=", "ü", "ö")]
    public void Name_and_password_are_read(string field, string userName, string password)
    {
        Assert.True(With("Authorization", field).TryGetBasicAuth(out var name, out var word));
        Assert.Equal((userName, password), (name, word));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Basic")]
    [InlineData("Basic ")]
    [InlineData("Basic  Og==")]
    [InlineData("Basic Og")]
    [InlineData("Basic Og==x")]
    [InlineData("Basic O g==")]
    [InlineData("Basic QWxhZGRpbg==")]
    [InlineData("Basic \u00fc")]
    [InlineData("Bearer Og==")]
    [InlineData("Og==")]
    public void What_the_scheme_does_not_allow_is_nobody(string field)
    {
        Assert.False(With("Authorization", field).TryGetBasicAuth(out var name, out var word));
        Assert.Equal(("", ""), (name, word));
    }

    [Fact]
    public void Referer_and_user_agent_are_empty_unless_they_are_sent()
    {
        Assert.Equal("", With("A", "b").Referer);
        Assert.Equal("", With("A", "b").UserAgent);
        Assert.Equal("http://localhost/from", With("Referer", "http://localhost/from").Referer);
        Assert.Equal("test/1", With("User-Agent", "test/1").UserAgent);
    }

    [Theory]
    [InlineData(1, 0, true)]
    [InlineData(1, 1, true)]
    [InlineData(1, 2, false)]
    [InlineData(2, 0, false)]
    [InlineData(0, 9, true)]
    public void The_version_is_compared(int major, int minor, bool expected) =>
        Assert.Equal(expected, With("A", "b").ProtoAtLeast(major, minor));

    private static Request With(string name, string value)
    {
        var request = new Request("GET", "http://localhost/");
        request.Header.Set(name, value);
        return request;
    }
}
