using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Integration.Tests;

/// <summary>The system gives the server no descriptor. In a process of its own, since what else runs in it may need one.</summary>
public class DescriptorTests
{
    private const int PausesSeen = 5;

    // What the runtime itself dies of when it has no descriptor: compiling in the background, mapping code twice, and one more thread for
    // its pool, on which the portable back end works.
    private static readonly (string, string)[] s_withoutDescriptors =
    [
        ("DOTNET_TieredCompilation", "0"), ("DOTNET_EnableWriteXorExecute", "0"),
        ("DOTNET_ThreadPool_ForceMinWorkerThreads", "1"), ("DOTNET_ThreadPool_ForceMaxWorkerThreads", "1"),
    ];

    [Fact]
    public async Task Running_out_of_descriptors_delays_an_accept_and_loses_nothing()
    {
        if (!OperatingSystem.IsLinux()) return;
        using var server = Child.StartLoadClient(s_withoutDescriptors, "serve");
        var port = int.Parse(await server.ReadLineAsync(), CultureInfo.InvariantCulture);
        // What serving needs is loaded once it has served.
        using (var first = await ConnectAsync(port)) Assert.Equal("pong", await AskAsync(first));
        var usual = ResourceLimit.Get(server.Id, ResourceLimit.OpenFiles);
        ResourceLimit.Set(server.Id, ResourceLimit.OpenFiles, usual with { Soft = 0 });

        using var waiting = await ConnectAsync(port);
        SpinWait.SpinUntil(() => server.ErrorLineCount >= PausesSeen, TimeSpan.FromSeconds(30));
        ResourceLimit.Set(server.Id, ResourceLimit.OpenFiles, usual);

        Assert.Equal("pong", await AskAsync(waiting));
        await server.EndAsync();
        var lines = (await server.Errors).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.InRange(lines.Length, PausesSeen, int.MaxValue);
        // Each time it waits for longer, so that a process without descriptors does little else than serve.
        Assert.Contains(lines, static line => line.Contains(" 5 ms", StringComparison.Ordinal));
        Assert.Contains(lines, static line => line.Contains(" 10 ms", StringComparison.Ordinal));
    }

    private static async Task<Socket> ConnectAsync(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
        return socket;
    }

    private static async Task<string> AskAsync(Socket socket)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        await socket.SendAsync(Encoding.ASCII.GetBytes("GET /ping HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"), patience.Token);
        var answer = new StringBuilder();
        var buffer = new byte[1000];
        for (int count; (count = await socket.ReceiveAsync(buffer, patience.Token)) > 0;)
            answer.Append(Encoding.ASCII.GetString(buffer, 0, count));
        return answer.ToString().Split("\r\n\r\n")[^1];
    }
}
