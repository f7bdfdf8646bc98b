using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Integration.Tests;

/// <summary>What a request needs is there before the first one, so that a process that is out of descriptors then is not spoilt for ever.</summary>
public class FirstUseTests
{
    private const int ConnsBeyondLimit = 300;
    private const int DescriptorsLeft = 30;

    // What is asked for, and how its response begins and ends.
    private static readonly (string Request, string Status, string Part)[] s_asked =
    [
        ("GET /fields HTTP/1.1", "200", "X-Field: value"),
        ("GET /missing HTTP/1.1", "404", "404 page not found"),
        ("DELETE /fields HTTP/1.1", "405", "Allow: GET, HEAD"),
        ("GET /redirect HTTP/1.1", "302", "Location: /fields"),
        ("GET /error HTTP/1.1", "418", "no"),
        ("GET /chunked HTTP/1.1", "200", "Transfer-Encoding: chunked"),
        ("GET /cookie HTTP/1.1\r\nCookie: a=b", "200", "Set-Cookie: seen=b"),
        ("GET /file HTTP/1.1", "200", "content"),
        ("GET /proxied/x HTTP/1.1", "200", "X-Backend: yes"),
        ("GET /fail HTTP/1.1", "500", ""),
        ("OPTIONS * HTTP/1.1", "200", ""),
        ("BAD", "400", ""),
    ];

    public static TheoryData<string> Backends() => OperatingSystem.IsLinux() ? ["epoll", "sockets"] : ["sockets"];

    [Theory]
    [MemberData(nameof(Backends))]
    public async Task No_request_loads_an_assembly_that_start_has_not_loaded(string backend)
    {
        using var server = await StartAsync(backend);
        var port = await PortAsync(server);
        await AskForEverythingAsync(port);
        var late = (await server.EndAsync("\n")).Trim();
        Assert.True(late.Length == 0, $"loaded by requests: {late}");
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public async Task Requests_while_there_is_no_descriptor_spoil_nothing(string backend)
    {
        if (!OperatingSystem.IsLinux()) return;
        using var server = await StartAsync(backend);
        var port = await PortAsync(server);
        var usual = ResourceLimit.Get(server.Id, ResourceLimit.OpenFiles);
        var open = Directory.GetFiles($"/proc/{server.Id}/fd").Length;
        ResourceLimit.Set(server.Id, ResourceLimit.OpenFiles, usual with { Soft = (nuint)(open + DescriptorsLeft) });

        // The first requests of the process come by connections that were accepted before the last descriptor went.
        var held = new List<Socket>();
        foreach (var _ in s_asked) held.Add(await ConnectAsync(port));
        for (var count = 0; count < ConnsBeyondLimit; count++) held.Add(await ConnectAsync(port));
        SpinWait.SpinUntil(() => server.ErrorLineCount > 0, TimeSpan.FromSeconds(30));
        for (var index = 0; index < s_asked.Length; index++) await held[index].SendAsync(Encoding.ASCII.GetBytes(Text(s_asked[index].Request)));
        for (var index = 0; index < s_asked.Length; index++) _ = await ReceiveAsync(held[index]);
        foreach (var socket in held) socket.Dispose();
        ResourceLimit.Set(server.Id, ResourceLimit.OpenFiles, usual);

        await AskForEverythingAsync(port);
        await server.EndAsync("\n");
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public async Task A_start_without_descriptors_fails_with_one_clear_exception_and_can_be_tried_again(string backend)
    {
        if (!OperatingSystem.IsLinux()) return;
        using var server = await StartAsync(backend);
        var usual = ResourceLimit.Get(server.Id, ResourceLimit.OpenFiles);
        ResourceLimit.Set(server.Id, ResourceLimit.OpenFiles, usual with { Soft = 0 });
        await server.WriteLineAsync();
        var failure = await server.ReadLineAsync();
        ResourceLimit.Set(server.Id, ResourceLimit.OpenFiles, usual);
        Assert.StartsWith("TransportException: ", failure, StringComparison.Ordinal);
        await AskForEverythingAsync(await PortAsync(server));
        await server.EndAsync("\n");
    }

    // The runtime itself dies without descriptors: see DescriptorTests.
    private static async Task<Child> StartAsync(string backend)
    {
        var server = Child.StartLoadClient(
            [
                ("ROUTEGEN_IO", backend), ("DOTNET_TieredCompilation", "0"), ("DOTNET_EnableWriteXorExecute", "0"),
                ("DOTNET_ThreadPool_ForceMinWorkerThreads", "1"), ("DOTNET_ThreadPool_ForceMaxWorkerThreads", "1"),
            ],
            "firstuse");
        Assert.Equal("ready", await server.ReadLineAsync());
        return server;
    }

    private static async Task<int> PortAsync(Child server)
    {
        await server.WriteLineAsync();
        return int.Parse(await server.ReadLineAsync(), CultureInfo.InvariantCulture);
    }

    private static async Task AskForEverythingAsync(int port)
    {
        await AskAsync(port, "POST /body HTTP/1.1\r\nContent-Length: 4\r\nConnection: close\r\nHost: h\r\n\r\nbody", "200", "body");
        await AskAsync(
            port,
            "POST /form HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 6\r\nConnection: close\r\nHost: h\r\n\r\nname=a",
            "200",
            "a");
        foreach (var (request, status, part) in s_asked) await AskAsync(port, Text(request), status, part);
    }

    private static string Text(string request) => request + "\r\nHost: h\r\nConnection: close\r\n\r\n";

    private static async Task AskAsync(int port, string request, string status, string part)
    {
        using var socket = await ConnectAsync(port);
        await socket.SendAsync(Encoding.ASCII.GetBytes(request));
        var response = await ReceiveAsync(socket);
        Assert.True(response.StartsWith($"HTTP/1.1 {status}", StringComparison.Ordinal) && response.Contains(part, StringComparison.Ordinal), $"{request}{response}");
    }

    private static async Task<Socket> ConnectAsync(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
        return socket;
    }

    private static async Task<string> ReceiveAsync(Socket socket)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        var text = new StringBuilder();
        var buffer = new byte[4096];
        for (int count; (count = await socket.ReceiveAsync(buffer, patience.Token)) > 0;) text.Append(Encoding.ASCII.GetString(buffer, 0, count));
        return text.ToString();
    }
}
