using System.Net;
using RouteGen.Protocol;

namespace Runtime.Tests.Protocol;

public sealed class IpTextTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("1::")]
    [InlineData("1:2:3:4:5:6:7:8")]
    [InlineData("1:2:3:4:5:6:7::")]
    [InlineData("::2:3:4:5:6:7:8")]
    [InlineData("2001:DB8::a")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("1:2:3:4:5:6:1.2.3.4")]
    [InlineData("fe80::1%1")]
    public void An_address_is_one(string text)
    {
        Assert.True(IpText.TryParse(text, out var address));
        Assert.Equal(IPAddress.Parse(text), address);
        Assert.False(IpText.IsAlmostIPv4(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("127.1", true)]
    [InlineData("127.0.1", true)]
    [InlineData("2130706433", true)]
    [InlineData("0x7f.1", true)]
    [InlineData("0x7f000001", true)]
    [InlineData("0x", true)]
    [InlineData("a.0X1f", true)]
    [InlineData("0177.0.0.1", true)]
    [InlineData("01.2.3.4", true)]
    [InlineData("256.0.0.1", true)]
    [InlineData("1.2.3.4.5", true)]
    [InlineData("127.0.0.1.", true)]
    [InlineData("a.1", true)]
    [InlineData(" 127.0.0.1", true)]
    [InlineData("127.0.0.1 ")]
    [InlineData("1.a")]
    [InlineData("a1")]
    [InlineData("0xg")]
    [InlineData("a..")]
    [InlineData("[::1]")]
    [InlineData("::1/64")]
    [InlineData("::1%")]
    [InlineData("1:2:3:4:5:6:7", false)]
    [InlineData("1:2:3:4:5:6:7:8:9", false)]
    [InlineData("1:2:3:4:5:6:7:8::", false)]
    [InlineData("1::2::3", false)]
    [InlineData(":::")]
    [InlineData(":1::")]
    [InlineData("1:")]
    [InlineData("12345::")]
    [InlineData("::ffff:127.1")]
    [InlineData("::ffff:01.2.3.4")]
    [InlineData("1:2:3:4:5:6:7:1.2.3.4")]
    public void Text_that_only_some_parsers_take_for_an_address_is_none(string text, bool isAlmost = false)
    {
        Assert.False(IpText.TryParse(text, out _));
        Assert.Equal(isAlmost, IpText.IsAlmostIPv4(text));
    }

    // The two grammars agree on what is made of the letters of an address, so the one above is neither too narrow nor too wide.
    [Fact]
    public void IPv6_is_what_the_platform_takes_for_it()
    {
        var random = new Random(9);
        var found = 0;
        for (var round = 0; round < 200_000; round++)
        {
            var parts = Enumerable.Range(0, random.Next(1, 9)).Select(_ => random.Next(6) == 0 ? "" : random.Next(0x10000).ToString("x"));
            var text = string.Join(':', parts) + (random.Next(5) == 0 ? ":1.2.3.4" : "");
            if (!text.Contains(':')) continue;
            var expected = IPAddress.TryParse(text, out _);
            Assert.True(expected == IpText.IsIPv6(text), text);
            if (expected) found++;
        }

        Assert.True(found > 10_000, $"{found}");
    }
}
