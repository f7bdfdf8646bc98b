// Folders are rooms, named for what happens there: small enough to be read at a glance, and holding all of whatever is in them.
namespace Runtime.Tests.House;

public sealed class RoomTests
{
    private const int FilesMax = 30;

    // Folders of many small files of one kind, which nobody reads from one end to the other: pages, recorded results, generated files.
    private static readonly string[] s_collections = ["docs/rules", "tests/Generators.Tests/Snapshots", "tests/vectors"];

    // The folders of a clone that nobody writes by hand.
    private static readonly string[] s_written = [".ci", "docs", "samples", "src", "tests"];

    [Fact]
    public void No_folder_has_more_files_than_fit_a_glance()
    {
        var crowded = s_written.SelectMany(static folder => Repository.Files(folder)).GroupBy(FolderOf)
            .Where(static folder => folder.Count() > FilesMax && !Array.Exists(s_collections, collection => IsIn(folder.Key, collection)))
            .Select(
                static folder => $"{folder.Key} has {folder.Count()} files directly in it, of {FilesMax} at most: make rooms inside it");
        Assert.Equal([], crowded);
    }

    [Fact]
    public void Every_collection_that_may_be_large_is_there() =>
        Assert.All(s_collections, static folder => Assert.NotEmpty(Repository.Files(folder)));

    [Fact]
    public void The_parts_of_a_class_are_in_one_folder()
    {
        // Transport.Dial.cs is a part of Transport, and lies beside Transport.cs.
        var scattered = Repository.Files("src", ".cs").Concat(Repository.Files("tests", ".cs"))
            .Where(static file => !Array.Exists(s_collections, collection => IsIn(file, collection)))
            .Where(static file => Path.GetFileNameWithoutExtension(file).Contains('.', StringComparison.Ordinal))
            .Where(static file => !File.Exists(Path.Combine(Repository.Root, MainFileOf(file))))
            .Select(static file => $"{file} has no {MainFileOf(file)}");
        Assert.Equal([], scattered);
    }

    [Fact]
    public void Every_folder_is_in_the_map()
    {
        var map = Repository.Read("docs/ARCHITECTURE.md");
        var folders = Repository.Files("src").Select(FolderOf).Where(static folder => folder != "src")
            .Concat(
                Repository.Files("tests").Concat(Repository.Files("samples")).Select(static file => file.Split('/'))
                    .Where(static path => path.Length > 2)
                .Select(static path => path[1] is "Benchmarks" ? string.Join('/', path[..3]) : $"{path[0]}/{path[1]}"));
        Assert.Equal([], folders.Distinct().Where(folder => !map.Contains($"`{folder}`", StringComparison.Ordinal)));
    }

    private static string FolderOf(string file) => file[..file.LastIndexOf('/')];

    private static string MainFileOf(string file)
    {
        var name = Path.GetFileName(file);
        return $"{FolderOf(file)}/{name[..name.IndexOf('.', StringComparison.Ordinal)]}.cs";
    }

    private static bool IsIn(string path, string folder) => path == folder || path.StartsWith(folder + "/", StringComparison.Ordinal);
}
