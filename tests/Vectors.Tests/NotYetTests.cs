using System.Reflection;
using Xunit.Abstractions;

namespace Vectors.Tests;

/// <summary>One fact for each recorded file whose feature is not there yet.</summary>
public sealed class NotYetTests(ITestOutputHelper output)
{
    [Fact]
    public void Hpack_stories() => VectorRun.Wait("hpack_stories", output);

    [Fact]
    public void Every_waiting_file_has_its_fact()
    {
        var facts = typeof(NotYetTests).GetMethods()
            .Where(method => method.GetCustomAttribute<FactAttribute>() is not null)
            .Select(method => method.Name.ToLowerInvariant());
        Assert.Empty(KnownFiles.Waiting.Keys.Except(facts));
    }
}
