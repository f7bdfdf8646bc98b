using System.Diagnostics;
using RouteGen;
using RouteGen.Serving;

namespace Runtime.Tests.Handling;

/// <summary>
/// Files with times that no date is for. A file system in memory holds them; others that these tests may run on cut them off.
/// </summary>
public sealed class FileTimeTests : IDisposable
{
    private const string Memory = "/dev/shm";

    private readonly DirectoryInfo? _root = Directory.Exists(Memory)
        ? Directory.CreateDirectory(Path.Combine(Memory, "routegen-" + Guid.NewGuid().ToString("N"))) : null;

    public void Dispose() => _root?.Delete(recursive: true);

    [Theory]
    [InlineData("253402300800")] // The year 10000.
    [InlineData("9223372036854775000")]
    [InlineData("-62135596801")] // The year before 1.
    [InlineData("-9223372036854775000")]
    public void A_file_whose_time_is_no_date_is_served_without_one_and_spoils_neither_its_directory_nor_a_stamp(string seconds)
    {
        if (_root is null) return;
        var file = Path.Combine(_root.FullName, "file.txt");
        File.WriteAllText(file, "text");
        File.WriteAllText(Path.Combine(_root.FullName, "other.txt"), "text");
        using (var touch = Process.Start("touch", ["-m", "-d", "@" + seconds, file])) touch.WaitForExit();
        var handler = Http.FileServer(_root.FullName);
        var served = Served.By(handler, "GET", "/file.txt");
        Assert.Equal((200, "text"), (served.StatusCode, served.Latin1()));
        var cuts = served.Header.Has("Last-Modified");
        // A tag of the size alone would be that of any content of this size.
        Assert.Equal(cuts, served.Header.Has("Etag"));
        var list = Served.By(handler, "GET", "/");
        Assert.Equal(200, list.StatusCode);
        Assert.Contains("file.txt", list.Latin1(), StringComparison.Ordinal);
        Assert.Contains("other.txt", list.Latin1(), StringComparison.Ordinal);
        Assert.Equal(4, FileStamp.Of(file).Length);
    }
}
