// The public surface, in one reviewed file: a change of what users see shows as a change of PublicApi.verified.txt.
// ROUTEGEN_ACCEPT=1 takes what is there as verified; read the difference before you commit it.
using RouteGen;

namespace Runtime.Tests.House;

public sealed class PublicApiTests
{
    private const string Verified = "tests/Runtime.Tests/House/PublicApi.verified.txt";

    [Fact]
    public void The_public_surface_is_the_reviewed_one()
    {
        var actual = PublicApi.Describe(typeof(Server).Assembly);
        var path = Path.Combine(Repository.Root, Verified);
        if (Environment.GetEnvironmentVariable("ROUTEGEN_ACCEPT") == "1") File.WriteAllText(path, actual);
        var expected = File.Exists(path) ? Repository.Read(Verified) : "";
        var added = Without(actual, expected);
        var removed = Without(expected, actual);
        Assert.True(
            actual == expected,
            $"{Verified} differs. ROUTEGEN_ACCEPT=1 accepts it.\n" +
            string.Join('\n', added.Select(line => "+ " + line.Trim()).Concat(removed.Select(line => "- " + line.Trim()))));
    }

    private static IEnumerable<string> Without(string text, string other) => text.Split('\n').Except(other.Split('\n'));
}
