using System.Text;
using RouteGen;
using RouteGen.Handling;
using RouteGen.IO;
using RouteGen.Protocol;
using RouteGen.Routing;
using RouteGen.Serving;
using RouteGen.Tests;
using Runtime.Tests.Handling;
using Runtime.Tests.Support;

namespace Runtime.Tests.Hostile;

/// <summary>Each place in which the text of a peer or of the environment is parsed, and what it may throw at most.</summary>
public sealed class HostileTextTests
{
    // Nothing but what the member documents; null: nothing at all.
    private static readonly (string Name, Type? Throws, Action<string> Read)[] s_readers =
    [
        ("Url.Parse", typeof(FormatException), static text => Url.Parse(text)),
        ("Url.Parse of a host", typeof(FormatException), static text => Url.Parse("http://" + text + "/")),
        ("Url.Resolve", typeof(FormatException), static text => Url.Parse("http://a.test/b").Resolve(text)),
        ("Url.ToAscii", typeof(InvalidOperationException), static text => Url.ToAscii(text)),
        ("Url.ToHostField", typeof(InvalidOperationException), static text => Url.ToHostField(text)),
        ("ConnKey", typeof(InvalidOperationException), static text => ConnKey.For(new Url { Scheme = "https", Host = text })),
        ("NO_PROXY", null, static text => Environment(text, "NO_PROXY").ProxyFor(Url.Parse("http://a.test/"))),
        ("HTTP_PROXY", typeof(InvalidOperationException), static text =>
            Environment(text, "HTTP_PROXY").ProxyFor(Url.Parse("http://a.test/"))),
        ("https_proxy", typeof(InvalidOperationException), static text =>
            Environment(text, "https_proxy").ProxyFor(Url.Parse("https://a.test/"))),
        ("NO_PROXY's host", typeof(InvalidOperationException), static text =>
            Environment("a.test", "NO_PROXY").ProxyFor(new Url { Scheme = "http", Host = text })),
        ("ROUTEGEN_IO", typeof(InvalidOperationException), static text => IoBackends.Choose(text.Length == 0 ? "?" : text, isLinux: true)),
        ("LISTEN_FDS", typeof(TransportException), static text => InheritedSockets.Announced("1", text, null, 1)),
        ("LISTEN_FDNAMES", null, static text => InheritedSockets.Announced("1", "3", text, 1)),
        ("LISTEN_PID", null, static text => InheritedSockets.Announced(text, "1", null, 1)),
        ("IpText", null, static text =>
            { if (IpText.TryParse(text, out _)) Assert.True(IpText.IsAddress(text)); IpText.IsAlmostIPv4(text); }),
        ("HostSyntax", null, static text => HostSyntax.TrySplit(Bytes(text), out _, out _)),
        ("HostPort", null, static text => HostPort.StripPort(Bytes(text))),
        ("OriginSyntax", null, static text =>
            { OriginSyntax.IsOrigin(text); OriginSyntax.IsHttpOriginOf(text, "a.test"); OriginSyntax.IsHttpOriginOf(
                "https://a.test", text); }),
        ("CrossOriginProtection", typeof(FormatException), static text => new CrossOriginProtection().AddTrustedOrigin(text)),
        ("CookieRules.TryGetHost", null, static text => CookieRules.TryGetHost(new Url { Scheme = "http", Host = text }, out _)),
        ("CookieRules.TryGetDomain", null, static text => CookieRules.TryGetDomain("a.test", text, null, out _, out _)),
        ("ReceivedCookie", null, static text => ReceivedCookie.Read("a=b; Max-Age=" + text + "; Expires=" + text + "; Domain=" + text)),
        ("HttpDate", null, static text => HttpDate.TryParse(text, out _)),
        ("Range", null, static text => RangeField.Parse(text, 10, [])),
        ("Basic credentials", null, static text =>
            { var r = new Request("GET", "http://a.test/"); r.Header.Set("Authorization", "Basic " + text); r.TryGetBasicAuth(
                out _, out _); }),
        ("a file's name", null, static text =>
            Served.By(Handler.From((w, r) => Http.ServeFileAsync(w, r, "no-such-folder/" + text)), "GET", "/")),
        ("a served certificate's name", null, static text => s_certificate!.Value.IsFor(text)),
        ("Values", typeof(FormatException), static text => Values.Parse(text)),
    ];

    private static readonly Lazy<ServedCertificate> s_certificate = new(
        static () => new ServedCertificate(TestCertificate.Localhost, null));

    public static TheoryData<string> Readers => new(s_readers.Select(static reader => reader.Name));

    [Theory]
    [MemberData(nameof(Readers))]
    public void Hostile_text_throws_nothing_that_is_not_documented(string name)
    {
        var (_, throws, read) = s_readers.Single(reader => reader.Name == name);
        foreach (var text in HostileText.All)
        {
            var failure = Record.Exception(() => read(text));
            Assert.True(failure is null || failure.GetType() == throws, $"{name} of \"{HostileText.Name(text)}\": {failure}");
        }
    }

    [Fact]
    public void What_is_served_as_a_host_is_a_url_too()
    {
        foreach (var text in HostileText.All.Where(static text => text.Length < 1000))
        {
            if (ServedRequest.TryMake("GET", $"http://{text}/x", out var request, text) != RejectReason.None) continue;
            Assert.Equal(
                (text, text.Replace("%25", "%", StringComparison.Ordinal), "/x"), (request!.Host, request.Url.Host, request.Url.Path));
        }
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static ProxyEnvironment Environment(string text, string variable) =>
        new(name => name == variable ? text : name == "HTTP_PROXY" ? "http://proxy.test:1" : null);
}
