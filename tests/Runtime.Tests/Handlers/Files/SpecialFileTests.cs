using System.Diagnostics;
using System.Net.Sockets;
using RouteGen;

namespace Runtime.Tests.Handling;

/// <summary>
/// What is in a served directory and is neither a regular file nor a directory: opening it could wait for ever, or do something.
/// </summary>
public sealed class SpecialFileTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly TempDir _outer = new();

    public SpecialFileTests()
    {
        _outer.Write("file", "text");
        _outer.Write("sub/dir/file", "text");
        if (!OperatingSystem.IsLinux()) return;
        using (var mkfifo = Process.Start("mkfifo", [At("fifo"), At("sub/index.html")])) mkfifo.WaitForExit();
        using (var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
            socket.Bind(new UnixDomainSocketEndPoint(At("socket")));
        File.CreateSymbolicLink(At("link-to-fifo"), At("fifo"));
        File.CreateSymbolicLink(At("link-to-device"), "/dev/zero");
        File.CreateSymbolicLink(At("link-to-terminal"), "/dev/tty");
        File.CreateSymbolicLink(At("link-to-file"), At("file"));
        File.CreateSymbolicLink(At("link-to-proc"), "/proc/self/status");
    }

    public void Dispose() => _outer.Dispose();

    private string At(string name) => Path.Combine(_outer.Root, name);

    // On another thread: what goes wrong holds it.
    private Task<ResponseRecorder> AskAsync(string path) => AskAsync(Http.FileServer(_outer.Root), path);

    private static async Task<ResponseRecorder> AskAsync(IHandler handler, string path)
    {
        var writer = new ResponseRecorder();
        await Task.Run(() => handler.ServeHttpAsync(writer, TestRequest.New("GET", path)).AsTask()).WaitAsync(s_patience);
        return writer;
    }

    [Theory]
    [InlineData("/fifo", 404)]
    [InlineData("/socket", 404)]
    [InlineData("/link-to-fifo", 404)]
    [InlineData("/link-to-device", 404)]
    [InlineData("/link-to-terminal", 404)]
    [InlineData("/file", 200)]
    [InlineData("/link-to-file", 200)]
    [InlineData("/link-to-proc", 200)] // Of length 0, and served so.
    [InlineData("/sub/", 200)] // Its index is a FIFO, so that it has none.
    [InlineData("/sub/dir/", 200)]
    public async Task Only_regular_files_and_directories_are_served(string path, int status)
    {
        if (!OperatingSystem.IsLinux()) return;
        Assert.Equal(status, (await AskAsync(path)).StatusCode);
    }

    [Fact]
    public async Task One_file_that_is_a_fifo_is_not_found()
    {
        if (!OperatingSystem.IsLinux()) return;
        Assert.Equal(404, (await AskAsync(new OneFileHandler(At("fifo")), "/")).StatusCode);
    }

    [Fact]
    public async Task What_became_a_fifo_after_it_was_found_is_not_waited_for()
    {
        if (!OperatingSystem.IsLinux()) return;
        var entry = new DirFileSystem(_outer.Root).Open("/file");
        File.Move(At("fifo"), At("file"), overwrite: true);
        await Assert.ThrowsAnyAsync<FileNotFoundException>(() => Task.Run(entry.OpenRead).WaitAsync(s_patience));
    }

    private sealed class OneFileHandler(string name) : IHandler
    {
        public ValueTask ServeHttpAsync(ResponseWriter w, Request r) => Http.ServeFileAsync(w, r, name);
    }
}
