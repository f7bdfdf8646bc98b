namespace Integration.Tests;

/// <summary>A short run of what tests/LoadClient does for as long as one likes: <c>LoadClient chaos</c>.</summary>
public class ChaosTests
{
    private const string Seconds = "20";

    [Theory]
    [InlineData("epoll", "1")]
    [InlineData("sockets", "2")]
    public async Task Handlers_peers_and_an_upstream_that_misbehave_at_once_damage_mix_lose_and_hang_nothing(string backend, string seed)
    {
        if (backend == "epoll" && !OperatingSystem.IsLinux()) return;
        using var chaos = Child.StartLoadClient([("ROUTEGEN_IO", backend)], "chaos", Seconds, seed);
        var (code, output) = await chaos.EndWithCodeAsync();
        Assert.True(
            code == 0 && output.StartsWith("chaos held", StringComparison.Ordinal), $"exit code {code}: {output}{await chaos.Errors}");
    }
}
