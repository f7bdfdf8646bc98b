namespace RouteGen.Tests.Messages;

public sealed class ValuesTests
{
    [Theory]
    [InlineData("a=1&b=2&a=3", "a=1 a=3 b=2")]
    [InlineData("", "")]
    [InlineData("&&a&&=b&=&", "a= =b =")]
    [InlineData("a=1=2", "a=1=2")]
    [InlineData("a+b=c+d%2B%20%26", "a b=c d+ &")]
    [InlineData("%C3%A9=%e2%82%ac", "é=€")]
    [InlineData("é=ü", "é=ü")]
    [InlineData("a=%FF", "a=\uFFFD")]
    public void Pairs_are_parsed(string text, string pairs)
    {
        Assert.True(Values.TryParse(text, out var values));
        Assert.Equal(pairs, Show(values));
        Assert.Equal(pairs, Show(Values.Parse(text)));
    }

    [Theory]
    [InlineData("a=%&b=1", "b=1")]
    [InlineData("a%4=1&b=1&c=%zz", "b=1")]
    [InlineData("a=1;b=2", "")]
    [InlineData("a;b=2&c=3&d=;", "c=3")]
    [InlineData("a=%3B", "a=;", true)]
    public void A_malformed_pair_is_dropped_and_the_others_stay(string text, string pairs, bool isValid = false)
    {
        Assert.Equal(isValid, Values.TryParse(text, out var values));
        Assert.Equal(pairs, Show(values));
        if (!isValid) Assert.Throws<FormatException>(() => Values.Parse(text));
    }

    [Fact]
    public void More_pairs_than_the_limit_are_refused_all_together()
    {
        Assert.True(Values.TryParse(string.Join('&', Enumerable.Range(0, 10_000)), out var values));
        Assert.Equal(10_000, values.Count);
        Assert.False(Values.TryParse(new string('&', 10_000), out values));
        Assert.Equal(0, values.Count);
    }

    [Fact]
    public void Encoding_sorts_by_name_and_escapes()
    {
        var values = new Values();
        values.Add("z", "1");
        values.Add("a", "x y");
        values.Add("a", "&=+%;/?é~-_.");
        values.Add("Z", "");
        Assert.Equal("Z=&a=x+y&a=%26%3D%2B%25%3B%2F%3F%C3%A9~-_.&z=1", values.Encode());
    }

    [Fact]
    public void Values_are_got_set_added_and_removed()
    {
        var values = new Values();
        Assert.Equal(("", false, 0), (values.Get("a"), values.Has("a"), values.GetAll("a").Count));
        values.Add("a", "1");
        values.Add("a", "2");
        values.Add("A", "3");
        Assert.Equal(("1", 2, 2), (values.Get("a"), values.GetAll("a").Count, values.Count));
        values.Set("a", "4");
        Assert.Equal(["4"], values.GetAll("a"));
        values.Remove("a");
        Assert.Equal(["A"], values.Names);
    }

    private static string Show(Values values) => string.Join(' ', values.Select(pair => $"{pair.Key}={pair.Value}"));
}
