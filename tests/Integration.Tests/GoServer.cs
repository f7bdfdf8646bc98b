namespace Integration.Tests;

/// <summary>The program of Peers/server.go, built once for the tests that ask it.</summary>
public sealed class GoServer : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("routegen-go").FullName;
    private Child? _server;

    internal string Url { get; private set; } = "";

    public async Task InitializeAsync()
    {
        if (!GoFactAttribute.HasGo) return;
        var program = Path.Combine(_folder, "server");
        using (var build = Child.Start("go", "build", "-o", program, Path.Combine(AppContext.BaseDirectory, "Peers", "server.go")))
            await build.EndAsync();
        _server = Child.Start(program);
        Url = $"http://127.0.0.1:{await _server.ReadLineAsync()}/";
    }

    public Task DisposeAsync()
    {
        _server?.Dispose();
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }
}

/// <summary>A fact that is skipped, and says so, where Go is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class GoFactAttribute : FactAttribute
{
    internal static readonly bool HasGo = Programs.Has("go");

    public GoFactAttribute() => Skip = HasGo ? null : "Go is not installed.";
}
