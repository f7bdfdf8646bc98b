namespace RouteGen.Tests.Client;

public sealed class NoProxyTests
{
    [Theory]
    [InlineData("\u00FC..test")]
    [InlineData("http://a.test")]
    [InlineData("a b")]
    [InlineData("*example.com")]
    [InlineData("a.*.test")]
    [InlineData("a.test:")]
    [InlineData("a.test:x")]
    [InlineData("a.test:99999")]
    [InlineData("a.test:+80")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("10.0.0.0/+8")]
    [InlineData("10.0.0.0/")]
    [InlineData("10/8")]
    [InlineData("127.1")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("[a.test]")]
    [InlineData("[::1")]
    [InlineData("[::1]80")]
    [InlineData("::1::")]
    [InlineData("fe80::1%eth0/64")]
    [InlineData("u@a.test")]
    [InlineData(".")]
    [InlineData("*.")]
    [InlineData(":80")]
    public void A_bad_entry_is_skipped_and_reported_and_the_rest_counts(string entry)
    {
        var environment = Read($"first.test,{entry},last.test");
        Assert.NotNull(environment.ProxyFor(Url.Parse("http://other.test/")));
        Assert.Null(environment.ProxyFor(Url.Parse("http://first.test/")));
        Assert.Null(environment.ProxyFor(Url.Parse("http://last.test/")));
        Assert.StartsWith("NO_PROXY has 1 entries that are not a host, address or network; they are skipped: \"", environment.Complaint);
    }

    [Theory]
    [InlineData("")]
    [InlineData(",, ,")]
    [InlineData("*")]
    [InlineData("a.test, .b.test,*.c.test,_x.test,localhost.,d.test:80")]
    [InlineData("10.0.0.0/8,::/0,127.0.0.1:80,::1,[::1],[::1]:80,fe80::1%eth0,::ffff:10.0.0.1")]
    [InlineData("b\u00FCcher.test,xn--bcher-kva.test")]
    public void A_good_list_is_not_complained_about(string list) => Assert.Null(Read(list).Complaint);

    [Theory]
    [InlineData("xn--bcher-kva.test", "b\u00FCcher.test", true)]
    [InlineData("B\u00DCCHER.test", "x.b\u00FCcher.test", true)]
    [InlineData(".b\u00FCcher.test", "x.xn--bcher-kva.test", true)]
    [InlineData("*.b\u00FCcher.test.", "x.b%C3%BCcher.test", true)]
    [InlineData("*.b\u00FCcher.test", "b\u00FCcher.test", false)]
    [InlineData("b\u00FCcher.test:81", "b\u00FCcher.test", false)]
    [InlineData("XN--BCHER-KVA.test", "b\u00FCcher.test", true)]
    [InlineData("a.test", "a.test.", true)]
    [InlineData("a.test.", "a.test", true)]
    [InlineData("a.test.", "b.a.test.", true)]
    [InlineData(".a.test.", "a.test", false)]
    [InlineData("none.test", "localhost.", true)]
    [InlineData("b\u00FCcher.test", "xn--bcher-kva.test", true)]
    [InlineData(".b\u00FCcher.test", "a.XN--BCHER-KVA.test", true)]
    [InlineData("10.0.0.0/8", "[::ffff:10.1.2.3]", true)]
    [InlineData("::ffff:10.0.0.0/104", "10.1.2.3", true)]
    [InlineData("::ffff:10.0.0.1", "10.0.0.1", true)]
    [InlineData("fe80::1%eth0", "[fe80::1%25eth1]", true)]
    [InlineData("10.0.0.1", "10.1", false)]
    [InlineData("10.0.0.0/8", "0xa.1", false)]
    public void Entries_and_hosts_are_compared_in_one_form(string list, string host, bool isDirect) =>
        Assert.Equal(isDirect, Read(list).ProxyFor(Url.Parse($"http://{host}/")) is null);

    [Fact]
    public void The_complaint_is_one_bounded_line_in_ascii()
    {
        var complaint = Read(string.Join(',', Enumerable.Repeat("a b\r\n\u202E\"" + new string('x', 10_000), 1000))).Complaint!;
        Assert.StartsWith("NO_PROXY has 1000 entries", complaint);
        Assert.InRange(complaint.Length, 100, 2000);
        Assert.DoesNotContain(complaint, static letter => letter is < ' ' or > '~');
    }

    [Theory]
    [InlineData("ftp://p")]
    [InlineData("http://")]
    [InlineData("http://[")]
    [InlineData("http://p:99999")]
    [InlineData("http://p:0")]
    [InlineData("http://127.1:80")]
    [InlineData("http://\u00FC..test")]
    [InlineData("p:x")]
    public void A_bad_proxy_fails_its_own_requests_alone(string proxy)
    {
        var environment = new ProxyEnvironment(
            name => name switch { "HTTP_PROXY" => proxy, "HTTPS_PROXY" => "http://p", "NO_PROXY" => "direct.test", _ => null });
        for (var round = 0; round < 2; round++)
        {
            var error = Assert.Throws<InvalidOperationException>(() => environment.ProxyFor(Url.Parse("http://a.test/")));
            Assert.Equal("The environment variable HTTP_PROXY is not the URL of a proxy.", error.Message);
        }

        Assert.Equal("p", environment.ProxyFor(Url.Parse("https://a.test/"))!.Host);
        Assert.Null(environment.ProxyFor(Url.Parse("http://direct.test/")));
        Assert.Null(environment.ProxyFor(Url.Parse("http://localhost/")));
    }

    [Theory]
    [InlineData("127.1")]
    [InlineData("0x7f.1")]
    [InlineData("0177.0.0.1")]
    [InlineData("2130706433")]
    [InlineData("\uFF11\uFF12\uFF17.1")]
    [InlineData("127.0.0.1.")]
    public async Task A_host_that_only_the_system_takes_for_an_address_is_not_dialed(string host)
    {
        using var transport = new Transport();
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => transport.RoundTripAsync(new Request("GET", $"http://{host}:1/")).AsTask());
    }

    private static ProxyEnvironment Read(string list) =>
        new(name => name switch { "HTTP_PROXY" => "http://p", "NO_PROXY" => list, _ => null });
}
