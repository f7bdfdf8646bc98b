using System.Text;
using RouteGen.Routing;

namespace RouteGen.Tests;

/// <summary>Holds compiled tables against the linear reader.</summary>
internal static class LinearComparison
{
    /// <summary>
    /// A table answers as the linear reader of its entries does; those whose line has not run are no entries for that one.
    /// </summary>
    internal static void AssertSame(MatchTable table, IEnumerable<(string Host, byte[] Path)> queries)
    {
        MuxEntry[] registered = [.. table.Entries.ToArray().Where(static entry => entry.IsRegistered)];
        var linear = new LinearTable(registered);
        Assert.Equal(linear.Entries.ToArray(), registered);
        Assert.Equal((linear.IsClassic, linear.HasMethods, linear.HasHosts), (table.IsClassic, table.HasMethods, table.HasHosts));
        if (registered.Length == table.Entries.Length) Assert.Equal(linear.ExactCount, table.ExactCount);
        string[] methods = table.HasMethods ? ["GET", "HEAD", "POST", "PUT"] : ["GET"];
        foreach (var (host, path) in queries)
            foreach (var method in methods)
                AssertSame(linear, table, new RouteQuery(Encoding.UTF8.GetBytes(method), Encoding.UTF8.GetBytes(host), path));
    }

    private static void AssertSame(LinearTable linear, MatchTable table, RouteQuery query)
    {
        RouteMatch expected = default, actual = default;
        linear.Match(query, ref expected);
        table.Match(query, ref actual);
        var asked = $"{Encoding.UTF8.GetString(query.Method)} {Encoding.UTF8.GetString(query.Host)} {Encoding.UTF8.GetString(query.Path)}";
        Assert.True(ReferenceEquals(expected.Entry, actual.Entry), $"{asked}: {actual.Entry} and not {expected.Entry}");
        AssertSameTheShortestWay(table, query, expected.Entry, asked);
        AllowedMethods expectedMethods = default, actualMethods = default;
        linear.AddMethods(query, ref expectedMethods);
        table.AddMethods(query, ref actualMethods);
        Assert.True(
            expectedMethods.ToField() == actualMethods.ToField(),
            $"{asked}: {actualMethods.ToField()} and not {expectedMethods.ToField()}");
        if (!table.IsClassic) return;

        // A slash form beside an exact form is never used, and no path at all is never redirected; the fast reader does not look.
        Assert.True(expected.HasExactForm == actual.HasExactForm, asked);
        var slash = expected.HasExactForm || query.Path.Length == 0 ? null : expected.SlashForm;
        Assert.True(ReferenceEquals(slash, actual.SlashForm), $"{asked}: slash form {actual.SlashForm} and not {slash}");
    }

    // Where hosts do not matter, an exact entry is found the shortest way, and nothing else is.
    private static void AssertSameTheShortestWay(MatchTable table, RouteQuery query, MuxEntry? expected, string asked)
    {
        if (expected is not { Kind: MuxEntryKind.Exact } || HasHosts(table)) expected = null;
        Assert.True(
            ReferenceEquals(expected, table.FindExact(query.Path, query.Method)), $"{asked}: the shortest way is not to {expected}");
    }

    // Of a line too that has not run.
    private static bool HasHosts(MatchTable table)
    {
        if (table.HasHosts) return true;
        foreach (var entry in table.Entries)
            if (entry.Host.Length > 0) return true;
        return false;
    }
}
