namespace Integration.Tests;

/// <summary>
/// The first request of each kind comes when the process has no descriptor left. In a process of its own, since a failure would stay: see
/// tests/LoadClient/FirstUse/FirstUseRun.cs.
/// </summary>
public class FirstUseTests
{
    // What the runtime itself dies of without a descriptor: compiling in the background, and mapping code twice.
    private static readonly (string, string)[] s_withoutDescriptors = [
        ("DOTNET_TieredCompilation", "0"), ("DOTNET_EnableWriteXorExecute", "0")];

    [Theory]
    [InlineData("epoll")]
    [InlineData("sockets")]
    public async Task Nothing_that_was_first_used_without_descriptors_fails_once_there_are_some(string backend)
    {
        if (!OperatingSystem.IsLinux()) return;
        (string, string)[] zone = File.Exists("/usr/share/zoneinfo/Asia/Kolkata") ? [("TZ", "Asia/Kolkata")] : [];
        using var child = Child.StartLoadClient([.. s_withoutDescriptors, .. zone, ("ROUTEGEN_IO", backend)], "firstuse");
        var (code, output) = await child.EndWithCodeAsync();
        Assert.True(
            code == 0 && output.Contains("first use held", StringComparison.Ordinal), $"exit code {code}: {output}{await child.Errors}");
    }

    [Theory]
    [InlineData("epoll")]
    [InlineData("sockets")]
    public async Task A_start_with_few_descriptors_succeeds_or_throws_one_clear_exception(string backend)
    {
        if (!OperatingSystem.IsLinux()) return;
        foreach (var free in new[] { "3", "12", "28" })
        {
            using var child = Child.StartLoadClient([.. s_withoutDescriptors, ("ROUTEGEN_IO", backend)], "firststart", free);
            var (code, output) = await child.EndWithCodeAsync();
            Assert.True(code == 0, $"exit code {code}: {output}{await child.Errors}");
        }
    }
}
