namespace Integration.Tests;

/// <summary>Which programs this machine has.</summary>
internal static class Programs
{
    internal static bool Has(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Concat(["/usr/sbin"])
        .Any(folder => File.Exists(Path.Combine(folder, name)));
}
