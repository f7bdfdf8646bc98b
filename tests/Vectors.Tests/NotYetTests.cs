using RouteGen;

namespace Vectors.Tests;

/// <summary>Recorded files that are not run yet, because their feature does not exist.</summary>
public sealed class NotYetTests
{
    [Fact]
    public void Every_recorded_file_is_run_or_waits_for_its_feature() =>
        Assert.Empty(VectorFile.Names.Except(KnownFiles.Run).Except(KnownFiles.Waiting.Keys));

    [Fact]
    public void A_file_waits_only_while_its_feature_has_no_types()
    {
        var types = typeof(Server).Assembly.GetTypes();
        foreach (var (file, prefix) in KnownFiles.Waiting)
        {
            Assert.True(
                !Array.Exists(types, type => type.Name.StartsWith(prefix, StringComparison.Ordinal)),
                $"{file}.json waits for its feature, which has types now: run the file.");
        }
    }
}
