namespace RouteGen.Tests.Client;

public sealed class CookieJarTests
{
    private readonly SettableClock _clock = new();

    [Fact]
    public void Quotes_come_back_as_they_were_sent()
    {
        var jar = new CookieJar();
        Set(jar, "http://a.test/", "q=\"x y\"", "p=x y");
        Assert.Equal("q=\"x y\"; p=x y", CookieField(jar, "http://a.test/"));
    }

    [Fact]
    public void Public_suffix_gets_no_cookie_except_of_a_host_that_is_one()
    {
        var jar = new CookieJar { PublicSuffixList = new Suffixes("co.uk", "uk", "test") };
        Set(jar, "http://www.a.co.uk/", "x=1; Domain=co.uk", "y=2; Domain=a.co.uk");
        Set(jar, "http://co.uk/", "z=3; Domain=co.uk");
        Assert.Equal("y=2", CookieField(jar, "http://b.a.co.uk/"));
        Assert.Equal("", CookieField(jar, "http://b.co.uk/"));
        Assert.Equal("z=3", CookieField(jar, "http://co.uk/"));
    }

    [Fact]
    public void List_that_is_wrong_about_a_host_keeps_its_cookies_for_itself()
    {
        var jar = new CookieJar { PublicSuffixList = new Suffixes("anything.else") };
        Set(jar, "http://www.a.test/", "x=1");
        Assert.Equal("x=1", CookieField(jar, "http://www.a.test/"));
        Assert.Equal("", CookieField(jar, "http://a.test/"));
    }

    [Theory]
    [InlineData("http://[::1]/", "x=1; Domain=::1", "x=1")]
    [InlineData("http://[::1]:80/", "x=1; Domain=[::1]", "")]
    [InlineData("http://127.0.0.1/", "x=1; Domain=127.0.0.1", "x=1")]
    [InlineData("http://127.0.0.1/", "x=1; Domain=0.0.1", "")]
    public void Address_is_a_host_and_never_a_domain(string url, string line, string sent)
    {
        var jar = new CookieJar();
        Set(jar, url, line);
        Assert.Equal(sent, CookieField(jar, url));
    }

    [Fact]
    public void Same_site_and_the_other_marks_are_kept()
    {
        var store = new RecordingStore();
        var jar = new CookieJar { Store = store, Clock = _clock };
        Set(jar, "https://a.test/d/f", "x=\"1\"; Max-Age=60; SameSite=Strict; Secure; HttpOnly");
        var kept = Assert.Single(store.Kept).Value;
        Assert.Equal((SameSite.Strict, true, true, true, true), (kept.SameSite, kept.Secure, kept.HttpOnly, kept.HostOnly, kept.Quoted));
        Assert.Equal(("a.test", "/d", "x", "1"), (kept.Domain, kept.Path, kept.Name, kept.Value));
        Assert.Equal(_clock.Now.AddSeconds(60), kept.Expires);
    }

    [Fact]
    public void Store_follows_every_change_of_a_persistent_cookie()
    {
        var store = new RecordingStore();
        var jar = new CookieJar { Store = store, Clock = _clock };
        Set(jar, "http://a.test/", "a=1; Max-Age=60", "b=2; Max-Age=10", "c=3", "d=4; Max-Age=60", "e=5; Max-Age=60");
        Assert.Equal(["a", "b", "d", "e"], store.Names);
        Set(jar, "http://a.test/", "a=9; Max-Age=60", "d=; Max-Age=0", "e=session");
        Assert.Equal(["a", "b"], store.Names);
        _clock.Now += TimeSpan.FromSeconds(30);
        Assert.Equal("a=9; c=3; e=session", CookieField(jar, "http://a.test/"));
        Assert.Equal(["a"], store.Names);

        var next = new CookieJar { Store = store, Clock = _clock };
        Assert.Equal("a=9", CookieField(next, "http://a.test/"));
    }

    [Fact]
    public void Cookies_of_a_store_that_ended_meanwhile_are_not_sent()
    {
        var store = new RecordingStore();
        Set(new CookieJar { Store = store, Clock = _clock }, "http://a.test/", "a=1; Max-Age=60");
        _clock.Now += TimeSpan.FromSeconds(60);
        Assert.Equal("", CookieField(new CookieJar { Store = store, Clock = _clock }, "http://a.test/"));
        Assert.Empty(store.Names);
    }

    [Fact]
    public void Jar_stays_within_its_limits_while_its_store_fails()
    {
        var store = new FailingStore();
        var jar = new CookieJar { Store = store, MaxCookies = 10, MaxCookiesPerSite = 5 };
        for (var index = 0; index < 100; index++)
            Assert.Throws<IOException>(() => Set(jar, $"http://a{index % 5}.test/", $"n{index}=1; Max-Age=60"));
        var sent = Enumerable.Range(0, 5).SelectMany(index => CookieField(jar, $"http://a{index}.test/").Split("; "));
        Assert.InRange(sent.Count(cookie => cookie.Length > 0), 1, 11);
    }

    [Fact]
    public void Store_may_return_its_own_list()
    {
        var store = new FailingStore { IsWell = true };
        var jar = new CookieJar { Store = store };
        for (var index = 0; index < 10; index++) Set(jar, "http://a.test/", $"n{index}=1; Max-Age=60");
        var next = new CookieJar { Store = store, MaxCookiesPerSite = 3 };
        Assert.Equal("n7=1; n8=1; n9=1", CookieField(next, "http://a.test/"));
        Assert.Equal(3, store.Kept.Count);
    }

    [Fact]
    public void Site_that_sets_too_many_loses_its_least_recently_used()
    {
        var jar = new CookieJar { MaxCookiesPerSite = 3 };
        Set(jar, "http://a.test/", "a=1; Path=/a", "b=2; Path=/b", "c=3; Path=/c");
        Assert.Equal("a=1", CookieField(jar, "http://a.test/a"));
        Set(jar, "http://www.a.test/", "d=4; Domain=a.test");
        Assert.Equal("a=1; d=4", CookieField(jar, "http://a.test/a"));
        Assert.Equal("d=4", CookieField(jar, "http://a.test/b"));
        Assert.Equal("c=3; d=4", CookieField(jar, "http://a.test/c"));
    }

    [Fact]
    public void Cookie_that_has_ended_makes_room_before_one_that_lives()
    {
        var jar = new CookieJar { MaxCookiesPerSite = 2, Clock = _clock };
        Set(jar, "http://a.test/", "a=1", "b=2; Max-Age=5");
        _clock.Now += TimeSpan.FromSeconds(5);
        Set(jar, "http://a.test/", "c=3");
        Assert.Equal("a=1; c=3", CookieField(jar, "http://a.test/"));
    }

    [Fact]
    public void Full_jar_forgets_what_was_used_least_recently_whose_ever_it_is()
    {
        var jar = new CookieJar { MaxCookies = 2 };
        Set(jar, "http://a.test/", "a=1");
        Set(jar, "http://b.test/", "b=2");
        Assert.Equal("a=1", CookieField(jar, "http://a.test/"));
        Set(jar, "http://c.test/", "c=3");
        Assert.Equal(
            ("a=1", "", "c=3"),
            (CookieField(jar, "http://a.test/"), CookieField(jar, "http://b.test/"), CookieField(jar, "http://c.test/")));
    }

    [Fact]
    public void Cookie_longer_than_the_limit_is_ignored()
    {
        var jar = new CookieJar();
        Set(jar, "http://a.test/", "a=" + new string('x', 4095), "b=" + new string('x', 4096));
        Assert.Equal(4097, CookieField(jar, "http://a.test/").Length);
    }

    [Theory]
    [InlineData("a=1\u0001")]
    [InlineData("a=1; Path=/\u007F")]
    [InlineData("a\r\nX: y=1")]
    public void Line_with_a_control_character_is_ignored(string line)
    {
        var jar = new CookieJar();
        Set(jar, "http://a.test/", line);
        Assert.Equal("", CookieField(jar, "http://a.test/"));
    }

    [Fact]
    public void Cookie_of_another_maker_cannot_break_the_field()
    {
        var request = new Request("GET", "http://a.test/");
        request.AddReceivedCookies([new Cookie("a\r\nX", "1\r\n2"), new Cookie("b", "1; c=2")]);
        Assert.Equal("a--X=12; b=\"1 c=2\"", request.Header.Get("Cookie"));
    }

    [Theory]
    [InlineData("Fri, 07 Aug 2026 08:04:19 GMT")]
    [InlineData("08:04:19 7-august-26")]
    [InlineData("2026 8:4:19 aug 7th")]
    [InlineData("Friday 07/Aug/2026;08:04:19.0 +0200")]
    public void Date_is_found_among_whatever_stands_around_it(string date)
    {
        if (date.Contains(';')) date = date.Replace(';', ',');
        var cookie = ReceivedCookie.Read("a=1; Expires=" + date)!;
        Assert.Equal(new DateTime(2026, 8, 7, 8, 4, 19, DateTimeKind.Utc), cookie.Expires!.Value.UtcDateTime);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Fri, 07 Aug 08:04:19 GMT")]
    [InlineData("Fri, 07 2026 08:04:19 GMT")]
    [InlineData("Fri, 31 Jun 2026 08:04:19 GMT")]
    [InlineData("Fri, 07 Aug 1600 08:04:19 GMT")]
    [InlineData("Fri, 07 Aug 2026 24:04:19 GMT")]
    [InlineData("Fri, 07 Aug 2026 08:04 GMT")]
    public void Text_without_a_whole_date_is_no_end(string date) => Assert.Null(ReceivedCookie.Read("a=1; Expires=" + date)!.Expires);

    [Fact]
    public void Age_beyond_all_dates_is_for_ever()
    {
        var jar = new CookieJar { Clock = _clock };
        Set(jar, "http://a.test/", "a=1; Max-Age=99999999999999999999999", "b=2; Max-Age=9223372036854775807",
            "c=3; Max-Age=-99999999999999999999999");
        _clock.Now += TimeSpan.FromDays(365_000);
        Assert.Equal("a=1; b=2", CookieField(jar, "http://a.test/"));
    }

    [Fact]
    public async Task Many_threads_may_use_one_jar()
    {
        var jar = new CookieJar { MaxCookies = 50, MaxCookiesPerSite = 10 };
        await Parallel.ForAsync(0, 8, (worker, token) =>
        {
            for (var round = 0; round < 500; round++)
            {
                Set(jar, $"http://s{round % 7}.test/", $"w{worker}={round}", $"r{round % 5}=1; Max-Age={round % 3}");
                _ = CookieField(jar, $"http://s{(round + worker) % 7}.test/");
            }

            return ValueTask.CompletedTask;
        });
        Assert.All(Enumerable.Range(0, 7), site => Assert.InRange(jar.Cookies(Url.Parse($"http://s{site}.test/")).Count, 0, 10));
    }

    private static void Set(CookieJar jar, string url, params string[] lines)
    {
        var header = new Header();
        foreach (var line in lines) header.Add("Set-Cookie", line);
        jar.SetCookies(Url.Parse(url), ReceivedCookie.ReadAll(header));
    }

    private static string CookieField(CookieJar jar, string url)
    {
        var request = new Request("GET", url);
        request.AddReceivedCookies(jar.Cookies(request.Url));
        return request.Header.Get("Cookie");
    }

    private sealed class SettableClock : ClientClock
    {
        internal DateTime Now { get; set; } = new(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc);

        internal override long WallMs => Now.Ticks / TimeSpan.TicksPerMillisecond;
    }

    private sealed class Suffixes(params string[] suffixes) : IPublicSuffixList
    {
        public string PublicSuffix(string domain) =>
            suffixes.FirstOrDefault(suffix => domain == suffix || domain.EndsWith("." + suffix)) ?? suffixes[0];
    }

    private sealed class FailingStore : ICookieStore
    {
        internal bool IsWell { get; init; }

        internal List<StoredCookie> Kept { get; } = [];

        public IEnumerable<StoredCookie> Load() => Kept;

        public void Put(StoredCookie cookie)
        {
            if (!IsWell) throw new IOException("The disk is full.");
            Kept.Add(cookie);
        }

        public void Remove(StoredCookie cookie) => Kept.RemoveAll(kept => kept.Name == cookie.Name);
    }

    private sealed class RecordingStore : ICookieStore
    {
        internal SortedDictionary<string, StoredCookie> Kept { get; } = [];

        internal IEnumerable<string> Names => Kept.Values.Select(cookie => cookie.Name);

        public IEnumerable<StoredCookie> Load() => [.. Kept.Values];

        public void Put(StoredCookie cookie) => Kept[$"{cookie.Domain} {cookie.Path} {cookie.Name}"] = cookie;

        public void Remove(StoredCookie cookie) => Assert.True(Kept.Remove($"{cookie.Domain} {cookie.Path} {cookie.Name}"));
    }
}
