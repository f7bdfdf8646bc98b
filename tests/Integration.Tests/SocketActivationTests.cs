using System.Net.Sockets;
using System.Text;

namespace Integration.Tests;

/// <summary>Servers that systemd's own tool starts with sockets, which it does when the first client connects.</summary>
public sealed class SocketActivationTests : IDisposable
{
    private const string Activator = "systemd-socket-activate";
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private readonly string _folder = Directory.CreateTempSubdirectory("routegen").FullName;

    private string FirstPath => Path.Combine(_folder, "first.sock");

    private string SecondPath => Path.Combine(_folder, "second.sock");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [ActivatorTheory]
    [InlineData("epoll", "start")]
    [InlineData("epoll", "run")]
    [InlineData("epoll", "serve")]
    [InlineData("sockets", "start")]
    [InlineData("sockets", "run")]
    [InlineData("sockets", "serve")]
    public async Task A_server_without_an_address_listens_at_all_inherited_sockets_and_nothing_else(string backEnd, string how)
    {
        using var child = Start(backEnd, how, "-", "-");
        var first = AskAsync(FirstPath);
        Assert.Equal(FirstPath, await child.ReadLineAsync());
        Assert.Equal("0", await child.ReadLineAsync());
        Assert.Equal(FirstPath, await first);
        Assert.Equal(SecondPath, await AskAsync(SecondPath));
        Assert.DoesNotContain(":1F90 ", ListeningAddressesOf(child.Id), StringComparison.Ordinal);
        await child.EndAsync();
        Assert.DoesNotContain("nherited", await child.Errors, StringComparison.Ordinal);
    }

    [ActivatorTheory]
    [InlineData("epoll")]
    [InlineData("sockets")]
    public async Task A_server_with_a_socket_name_serves_those_sockets_and_logs_the_others(string backEnd)
    {
        using var child = Start(backEnd, "start", "-", "second");
        // It is what starts the process, and is never answered.
        using var ignored = await ConnectAsync(FirstPath);
        Assert.Equal(SecondPath, await child.ReadLineAsync());
        Assert.Equal("0", await child.ReadLineAsync());
        Assert.Equal(SecondPath, await AskAsync(SecondPath));
        await child.EndAsync();
        Assert.Contains("their name is not InheritedSocketName. first (descriptor 3)", await child.Errors, StringComparison.Ordinal);
    }

    [ActivatorTheory]
    [InlineData("epoll")]
    [InlineData("sockets")]
    public async Task A_server_with_an_address_leaves_the_sockets_to_others_and_logs_them(string backEnd)
    {
        using var child = Start(backEnd, "start", "127.0.0.1:0", "-");
        using var ignored = await ConnectAsync(FirstPath);
        Assert.StartsWith("127.0.0.1:", await child.ReadLineAsync(), StringComparison.Ordinal);
        Assert.Equal("2", await child.ReadLineAsync());
        await child.EndAsync();
        Assert.Contains("its Addr is set. first (descriptor 3), second (descriptor 4)", await child.Errors, StringComparison.Ordinal);
    }

    [ActivatorTheory]
    [InlineData("epoll")]
    [InlineData("sockets")]
    public async Task A_server_whose_socket_name_nothing_has_does_not_start(string backEnd)
    {
        using var child = Start(backEnd, "start", "-", "third");
        using var ignored = await ConnectAsync(FirstPath);
        var (code, _) = await child.EndWithCodeAsync();
        Assert.NotEqual(0, code);
        Assert.Contains("no inherited socket is named 'third'", await child.Errors, StringComparison.Ordinal);
    }

    // The default address is every one of the machine.
    [ActivatorTheory]
    [InlineData("epoll", "", "no context")]
    [InlineData("sockets", "", "no context")]
    [InlineData("epoll", "--seqpacket", "is not a stream socket")]
    [InlineData("sockets", "--seqpacket", "is not a stream socket")]
    public async Task Inherited_sockets_that_a_start_fails_with_are_not_replaced_by_the_default_address(
        string backEnd, string option, string reason)
    {
        string[] options = option.Length == 0 ? [] : [option];
        using var child = Child.Start(
            Activator,
            [.. options, "--listen=" + FirstPath, "-E", "ROUTEGEN_IO=" + backEnd, "-E", "DOTNET_ROOT", .. LoadClient, "failingstart", "-"]);
        using var ignored = await ConnectAsync(FirstPath, option.Length == 0 ? SocketType.Stream : SocketType.Seqpacket);
        await AssertFailsEachTimeAsync(child, reason);
    }

    [Theory]
    [InlineData("1", " is not a")]
    [InlineData("1025", "LISTEN_FDS is '1025'")]
    [InlineData("-1", "LISTEN_FDS is '-1'")]
    public async Task Announced_sockets_that_there_are_not_are_not_replaced_by_the_default_address(string count, string reason)
    {
        if (!OperatingSystem.IsLinux()) return;
        using var child = Child.StartLoadClient("failingstart", count);
        await AssertFailsEachTimeAsync(child, reason);
    }

    private static async Task AssertFailsEachTimeAsync(Child child, string reason)
    {
        var lines = (await child.EndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.Contains(reason, lines[0], StringComparison.Ordinal);
        Assert.All(lines[1..], line => Assert.Matches("LISTEN_FDS is|an earlier start with the inherited sockets failed", line));
    }

    private static string[] LoadClient =>
        [Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", Path.Combine(AppContext.BaseDirectory, "LoadClient.dll")];

    private Child Start(string backEnd, string how, string addr, string name) => Child.Start(
        Activator,
        ["--listen=" + FirstPath, "--listen=" + SecondPath, "--fdname=first:second", "-E", "ROUTEGEN_IO=" + backEnd, "-E", "DOTNET_ROOT",
        .. LoadClient, "activated", how, addr, name]);

    private static async Task<string> AskAsync(string path)
    {
        using var socket = await ConnectAsync(path);
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync("GET / HTTP/1.0\r\n\r\n"u8.ToArray());
        using var reader = new StreamReader(stream, Encoding.ASCII);
        var response = await reader.ReadToEndAsync().WaitAsync(s_patience);
        return response[(response.LastIndexOf('\n') + 1)..];
    }

    // The tool makes the socket when it has started.
    private static async Task<Socket> ConnectAsync(string path, SocketType type = SocketType.Stream)
    {
        var socket = new Socket(AddressFamily.Unix, type, ProtocolType.Unspecified);
        for (var until = Environment.TickCount64 + (long)s_patience.TotalMilliseconds; ;)
        {
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
                return socket;
            }
            catch (SocketException) when (Environment.TickCount64 < until)
            {
                await Task.Delay(5);
            }
        }
    }

    // The port in hexadecimal digits stands behind the address, for sockets of the process's descriptors.
    private static string ListeningAddressesOf(int process)
    {
        const string Listening = " 0A ";
        var descriptors = new DirectoryInfo($"/proc/{process}/fd").EnumerateFileSystemInfos().Select(static entry => entry.LinkTarget)
            .OfType<string>().ToHashSet();
        var lines = File.ReadLines($"/proc/{process}/net/tcp").Concat(File.ReadLines($"/proc/{process}/net/tcp6"));
        return string.Join('\n', lines.Where(line =>
            line.Contains(Listening, StringComparison.Ordinal)
                && descriptors.Contains($"socket:[{line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[9]}]")));
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class ActivatorTheoryAttribute : TheoryAttribute
    {
        public ActivatorTheoryAttribute() => Skip = Programs.Has(Activator) ? null : Activator + " is not installed.";
    }
}
