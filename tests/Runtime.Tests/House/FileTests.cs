using System.Text.RegularExpressions;

namespace Runtime.Tests.House;

public sealed class FileTests
{
    private const int LinesMax = 450;

    // Text that holds on one machine, or for one day, only.
    private static readonly (string Name, Regex Text)[] s_forbidden =
    [
        ("a path of one machine", new Regex(@"(?<![\w.~)}*-])/(?:home|root|work|Users|farm)/\w|\b[A-Z]:\\\w")),
        ("a note that something is missing", new Regex(@"\b(?:TODO|FIXME|HACK|XXX)\b|\bNotImplementedException\b")),
        ("a host of one network", new Regex(@"\bhttps?://(?!(?:localhost|127\.0\.0\.1|\[::1\]|github\.com|mimesniff\.spec\.whatwg\.org|www\.rfc-editor\.org|www\.rarlab\.com|learn\.microsoft\.com|dot\.net|(?:[\w-]+\.)*example(?:\.com|\.org|\.net)?|HOST|host)(?![\w.-]))\w")),
    ];

    [Fact]
    public void No_source_file_is_longer_than_450_lines()
    {
        var files = Repository.Files("src", ".cs");
        Assert.NotEmpty(files);
        Assert.Equal(
            [], files.Select(file => (file, lines: Repository.Read(file).Count(c => c == '\n'))).Where(entry => entry.lines > LinesMax));
    }

    [Fact]
    public void No_file_holds_text_of_one_machine_or_a_note_that_something_is_missing()
    {
        string[] files =
        [
            .. Repository.Files("src"), .. Repository.Files("samples"), .. Repository.Files("docs", ".md"), .. Repository.Files(".ci"),
            "README.md", "Directory.Build.props", "Directory.Packages.props", ".editorconfig", "RouteGen.sln",
        ];
        Assert.Contains("src/Runtime/Http.cs", files);
        Assert.Contains(".ci/run", files);
        var found = new List<string>();
        foreach (var file in files)
        {
            var text = Repository.Read(file);
            foreach (var (name, pattern) in s_forbidden)
            {
                if (pattern.Match(text) is { Success: true } match) found.Add($"{file}: {name}: '{match.Value}'");
            }
        }

        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    // A time below a millisecond would become zero, which means as a rule that there is no limit: Instants.Milliseconds rounds up.
    [Fact]
    public void Times_are_not_cut_to_whole_milliseconds()
    {
        var cut = new Regex(@"\((?:int|long|uint|ulong)\)[\w.!()]*\.TotalMilliseconds|\.Milliseconds\b(?!\()");
        Assert.Matches(cut, "x = (long)server.IdleTimeout.TotalMilliseconds;");
        Assert.Equal([], Repository.Files("src/Runtime", ".cs").Where(file => cut.IsMatch(Repository.Read(file))));
    }

    // Sources whose tokens no user code gets, or that are cancelled by a call that catches what callbacks throw.
    private static readonly string[] s_ownSources =
    [
        "src/Runtime/Client/Transport/Transport.Dial.cs",
        "src/Runtime/Handlers/Limits/TimedBody.cs",
        "src/Runtime/IO/Sockets/SocketConn.Wait.cs",
        "src/Runtime/IO/Sockets/SocketListener.cs",
        "src/Runtime/IO/UserTokenSource.cs",
        "src/Runtime/Messages/Served/RequestContext.cs",
    ];

    // A callback that user code has registered and that throws would end the process on a timer's thread: UserTokenSource.
    [Fact]
    public void A_token_that_user_code_gets_has_a_source_that_outlives_its_callbacks_exceptions()
    {
        var made = new Regex(@"\bCancellationTokenSource(?:\?? \w+ = new|\.CreateLinked|\()|\bCancelAfter\(\d");
        Assert.Matches(made, "using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);");
        Assert.Matches(made, "private readonly CancellationTokenSource _cut = new();");
        Assert.Equal(
            s_ownSources,
            Repository.Files("src/Runtime", ".cs").Where(file => made.IsMatch(Repository.Read(file))).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("cd /home/me", true)]
    [InlineData("see C:\\Users", true)]
    [InlineData("// TODO later", true)]
    [InlineData("http://build.corp/x", true)]
    [InlineData("the work/home balance, src/root/x", false)]
    [InlineData("http://localhost:8080/ping and https://a.example.com/", false)]
    public void Forbidden_text_is_recognised(string text, bool isForbidden) =>
        Assert.Equal(isForbidden, s_forbidden.Any(forbidden => forbidden.Text.IsMatch(text)));
}
