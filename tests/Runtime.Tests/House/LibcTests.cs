using System.Text.RegularExpressions;

namespace Runtime.Tests.House;

public sealed class LibcTests
{
    // RouteGen.props binds exactly our own calls at link time: a missing one would be looked up by name when it is first made,
    // and "libc" as a whole would change how the user's own imports are bound.
    [Fact]
    public void Every_system_call_is_bound_directly_in_native_publishes()
    {
        var imported = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var file in Repository.Files("src/Runtime", ".cs"))
        {
            foreach (
                Match match in Regex.Matches(
                    Repository.Read(file),
                    @"\[LibraryImport\(""libc""(?:, EntryPoint = ""(\w+)"")?[^\]]*\)\]\s+[\w ]*?partial [\w*]+ (\w+)\("))
                imported.Add(match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Value);
        }

        var declared = Regex.Matches(Repository.Read("src/Runtime/build/RouteGen.props"), @"libc!(\w+)")
            .Select(match => match.Groups[1].Value);
        Assert.Contains("epoll_wait", imported);
        Assert.Equal(imported, declared.Order(StringComparer.Ordinal));
    }
}
