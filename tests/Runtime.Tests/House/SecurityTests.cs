using System.Text.RegularExpressions;

namespace Runtime.Tests.House;

/// <summary>Every promise of docs/SECURITY.md names a test that exists.</summary>
public sealed partial class SecurityTests
{
    [Fact]
    public void Every_promise_names_a_test_that_exists()
    {
        var sources = Repository.Files("tests", ".cs").Select(Repository.Read).ToArray();
        var named = TestName().Matches(Repository.Read("docs/SECURITY.md"))
            .Select(static match => (Class: match.Groups[1].Value, Method: match.Groups[2].Value)).ToArray();
        Assert.True(named.Length > 40, $"{named.Length} tests are named");
        Assert.Equal(
            [], named.Where(name => !sources.Any(text => HasTest(text, name.Class, name.Method)))
                .Select(static name => $"{name.Class}.{name.Method}"));
    }

    private static bool HasTest(string text, string type, string method) =>
        Regex.IsMatch(text, $@"class {type}\b") && Regex.IsMatch(text, $@" {method}\(");

    [GeneratedRegex(@"`(\w+Tests)\.(\w+)`")]
    private static partial Regex TestName();
}
