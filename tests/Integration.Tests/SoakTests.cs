using System.Globalization;

namespace Integration.Tests;

/// <summary>A short run of what tests/LoadClient does for as long as one likes: <c>LoadClient soak</c>.</summary>
public class SoakTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Random_pipelines_blocks_and_disconnects_lose_and_double_no_answer_and_leave_nothing_behind(int seed)
    {
        using var server = Child.StartLoadClient("serve");
        var port = await server.ReadLineAsync();
        using var soak = Child.StartLoadClient("soak", port, "100000", "300", seed.ToString(CultureInfo.InvariantCulture));
        Assert.StartsWith("soak held", await soak.EndAsync(), StringComparison.Ordinal);
        await server.EndAsync();
        Assert.Equal("", await server.Errors);
    }
}
