using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Integration.Tests;

/// <summary>The system gives the server no thread: its address space ends, and a thread needs a stack.</summary>
public class ThreadStartTests
{
    // Long enough for the monitor to notice, on a busy machine too, that the handlers hold up their reactors.
    private const int SleepMs = 1_000;

    // What is left has room for up to 16 stacks of the usual 8 MiB.
    private const nuint RoomBytes = 0x800_0000;
    private const int HandlerCount = 40;

    [Fact]
    public async Task A_leader_that_nobody_can_follow_keeps_its_lead_and_loses_nothing()
    {
        if (!OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable("ROUTEGEN_IO") == "sockets") return;
        using var server = Child.StartLoadClient("serve");
        var port = int.Parse(await server.ReadLineAsync(), CultureInfo.InvariantCulture);
        // What serving needs is loaded once it has served.
        Assert.Equal("slept", await AskAsync(port, "/sleep/1"));
        var usual = ResourceLimit.Set(
            server.Id, ResourceLimit.AddressSpace, new ResourceLimit(Size(server.Id) + RoomBytes, nuint.MaxValue));

        // More handlers than there are reactors, parked threads and room for stacks: some must wait until others have slept.
        var asked = Enumerable.Range(0, HandlerCount).Select(_ => AskAsync(port, $"/sleep/{SleepMs}")).ToList();
        foreach (var answer in await Task.WhenAll(asked)) Assert.Equal("slept", answer);
        Assert.Equal("pong", await AskAsync(port, "/ping"));

        ResourceLimit.Set(server.Id, ResourceLimit.AddressSpace, usual);
        Assert.Equal("slept", await AskAsync(port, $"/sleep/{SleepMs}"));
        await server.EndAsync();
        Assert.Contains(
            "a thread could not be started", Assert.Single((await server.Errors).Split('\n', StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal);
    }

    private static async Task<string> AskAsync(int port, string path)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), patience.Token);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"), patience.Token);
        var answer = new StringBuilder();
        var buffer = new byte[1000];
        for (int count; (count = await socket.ReceiveAsync(buffer, patience.Token)) > 0;)
            answer.Append(Encoding.ASCII.GetString(buffer, 0, count));
        return answer.ToString().Split("\r\n\r\n")[^1];
    }

    // The address space that the process has now, in bytes.
    private static nuint Size(int process)
    {
        var pages = File.ReadAllText($"/proc/{process}/statm").Split(' ')[0];
        return nuint.Parse(pages, CultureInfo.InvariantCulture) * (nuint)Environment.SystemPageSize;
    }
}
