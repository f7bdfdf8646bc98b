using System.Reflection;
using Xunit.Sdk;

namespace RouteGen.Tests;

/// <summary>The harness itself: a check that cannot fail would be worse than none.</summary>
public sealed class SnapshotHarnessTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("snapshots").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableWhenAccepting]
    public void A_difference_fails_shows_itself_and_leaves_what_was_received()
    {
        Write("T.M#A.g.verified.cs", "one\ntwo\n");

        var failure = Assert.ThrowsAny<XunitException>(() => Compare(("T.M#A.g.verified.cs", "one\nthree\n")));

        Assert.Contains("- two", failure.Message, StringComparison.Ordinal);
        Assert.Contains("+ three", failure.Message, StringComparison.Ordinal);
        Assert.Equal("one\nthree\n", File.ReadAllText(Path.Combine(_folder, "T.M#A.g.received.cs")));
    }

    [SkippableWhenAccepting]
    public void A_missing_file_fails() =>
        Assert.ThrowsAny<XunitException>(() => Compare(("T.M#A.g.verified.cs", "one\n")));

    [SkippableWhenAccepting]
    public void A_stale_file_fails_and_a_stale_received_one_goes()
    {
        Write("T.M#A.g.verified.cs", "one\n");
        Write("T.M#A.g.received.cs", "old\n");
        Write("T.M#B.g.verified.cs", "two\n");
        Write("T.Mother#B.g.verified.cs", "of another test\n");

        var failure = Assert.ThrowsAny<XunitException>(() => Compare(("T.M#A.g.verified.cs", "one\n")));

        Assert.Contains("T.M#B.g.verified.cs is stale", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Mother", failure.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder, "T.M#A.g.received.cs")));
    }

    [Fact]
    public void Every_verified_file_belongs_to_a_test()
    {
        var tests = typeof(Snapshot).Assembly.GetTypes()
            .SelectMany(
                static type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance).Select(method => type.Name + "." + method.Name))
            .ToHashSet();
        var files = Directory.EnumerateFiles(Snapshot.Folder).ToList();

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.Contains(Snapshot.TestOf(file), tests));
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);

    private void Compare(params (string Name, string Text)[] received) =>
        Snapshot.Compare(_folder, "T.M", received.ToDictionary(static pair => pair.Name, static pair => pair.Text));
}

/// <summary>A fact about failing, which says nothing while everything is accepted.</summary>
public sealed class SkippableWhenAcceptingAttribute : FactAttribute
{
    /// <summary>Skips under <c>ROUTEGEN_ACCEPT=1</c>.</summary>
    public SkippableWhenAcceptingAttribute()
    {
        if (Environment.GetEnvironmentVariable("ROUTEGEN_ACCEPT") == "1") Skip = "Accepting snapshots.";
    }
}
