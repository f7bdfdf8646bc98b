// The layers of docs/ARCHITECTURE.md: a folder of src/Runtime uses what stands below it, and never what stands above or beside it.
using System.Text.RegularExpressions;
using RouteGen;

namespace Runtime.Tests.House;

public sealed class LayerTests
{
    private const string Root = "src/Runtime";

    // Folder -> the folders that it may use, beside itself. The top folder ("", Http*.cs), Proxy and Testing see everything.
    private static readonly Dictionary<string, string[]> s_below = new()
    {
        ["Errors"] = [],
        ["Primitives"] = [],
        ["IO"] = ["Errors", "Primitives"],
        ["Protocol"] = ["Errors"],
        ["Messages"] = ["Errors", "Primitives", "Protocol"],
        ["Shared"] = [],
        ["Routing"] = ["Errors", "Protocol", "Messages", "Shared"],
        ["Handlers"] = ["Errors", "Primitives", "IO", "Protocol", "Messages", "Routing"],
        ["Server"] = ["Errors", "Primitives", "IO", "Protocol", "Messages", "Routing", "Handlers"],
        ["Client"] = ["Errors", "Primitives", "IO", "Protocol", "Messages", "Routing"],
        [""] = ["Errors", "Primitives", "IO", "Protocol", "Messages", "Routing", "Handlers", "Server", "Client"],
        ["Proxy"] = ["Errors", "Primitives", "IO", "Protocol", "Messages", "Routing", "Handlers", "Server", "Client", ""],
        ["Testing"] = ["Errors", "Primitives", "IO", "Protocol", "Messages", "Routing", "Handlers", "Server", "Client", ""],
    };

    [Fact]
    public void A_folder_uses_only_what_stands_below_it()
    {
        var declared = Declared();
        using var uses = new TypeUses(typeof(Server).Assembly.Location);
        var violations = new List<string>();
        foreach (var (user, usedTypes) in uses.Read())
        {
            if (!declared.TryGetValue(user, out var userFolders))
            {
                violations.Add($"{user} is in the assembly, and no file of {Root} declares it at the first column of a line");
                continue;
            }

            if (userFolders.Count != 1) violations.Add($"{user} is declared in several folders: {string.Join(", ", userFolders)}");
            var folder = userFolders.Min!;
            foreach (var used in usedTypes)
            {
                if (declared.TryGetValue(used, out var usedFolders) && !MayUse(folder, usedFolders.Min!))
                    violations.Add($"{Name(folder)}: {user} uses {used} of {Name(usedFolders.Min!)}");
            }
        }

        Assert.True(violations.Count == 0, string.Join('\n', violations));
    }

    [Fact]
    public void A_folder_uses_only_constants_of_what_stands_below_it()
    {
        var declared = Declared();
        var uses = ConstantUses.Read(Root).ToArray();
        Assert.Contains(uses, static use => use is { File: "src/Runtime/Http.Observe.cs", Type: "RouteGen.HttpInstruments" });
        Assert.Equal(
            [], uses.Where(use => !MayUse(FolderOf(use.File), declared[use.Type].Min!))
                .Select(static use => $"{use.File} uses {use.Type}"));
    }

    [Fact]
    public void Folders_of_the_second_level_form_no_circles()
    {
        var declared = Declared(levels: 2);
        var edges = new Dictionary<string, SortedSet<string>>();
        using var uses = new TypeUses(typeof(Server).Assembly.Location);
        foreach (var (user, usedTypes) in uses.Read())
            foreach (var used in usedTypes)
                if (declared.TryGetValue(user, out var from) && declared.TryGetValue(used, out var to)) Add(from.Min!, to.Min!);
        foreach (var (file, type) in ConstantUses.Read(Root)) Add(FolderOf(file, levels: 2), declared[type].Min!);
        Assert.Equal([], Circles.In(edges).Select(static circle => string.Join(", ", circle)));

        void Add(string from, string to)
        {
            if (!edges.TryGetValue(from, out var found)) edges[from] = found = new SortedSet<string>(StringComparer.Ordinal);
            found.Add(to);
        }
    }

    [Fact]
    public void Circles_are_seen()
    {
        var edges = new Dictionary<string, SortedSet<string>>
        {
            ["a"] = ["a", "b"],
            ["b"] = ["c", "d"],
            ["c"] = ["a"],
            ["d"] = ["e"],
            ["e"] = ["d"],
            ["f"] = ["a", "f"],
        };
        Assert.Equal(["a b c", "d e"], Circles.In(edges).Select(static circle => string.Join(' ', circle)));
    }

    [Fact]
    public void A_folder_imports_only_namespaces_that_stand_below_it()
    {
        // A namespace belongs to the one folder whose files declare it; the flat public one belongs to all.
        var owners = new Dictionary<string, SortedSet<string>>();
        var imports = new List<(string File, string Folder, string Namespace)>();
        foreach (var file in Repository.Files(Root, ".cs"))
        {
            var parts = file[(Root.Length + 1)..].Split('/');
            var folder = parts.Length == 1 ? "" : parts[0];
            var source = Repository.Read(file);
            foreach (Match match in Regex.Matches(source, @"^namespace\s+([\w.]+);", RegexOptions.Multiline))
            {
                if (!owners.TryGetValue(match.Groups[1].Value, out var folders)) owners[match.Groups[1].Value] = folders = [];
                folders.Add(folder);
            }

            foreach (Match match in Regex.Matches(source, @"^using\s+(?:static\s+)?(RouteGen\.[\w.]+);", RegexOptions.Multiline))
                imports.Add((file, folder, match.Groups[1].Value));
        }

        Assert.NotEmpty(imports);
        var violations = imports
            .Where(import => owners.TryGetValue(import.Namespace, out var folders) && !folders.Any(folder => MayUse(import.Folder, folder)))
            .Select(import => $"{import.File} imports {import.Namespace}");
        Assert.Equal([], violations);
    }

    [Fact]
    public void Every_folder_has_its_place_in_the_layers()
    {
        var folders = Declared().Values.SelectMany(folders => folders).Distinct();
        Assert.Equal([], folders.Where(folder => !s_below.ContainsKey(folder)));
    }

    // What the two tests above stand on, so that they cannot pass for having seen nothing.
    [Fact]
    public void Declarations_and_uses_are_seen()
    {
        var source =
            "namespace A.B;\n\n[Some(1)]\npublic sealed partial class One<T, U> : Two\n{\n    class Nested;\n}\ninternal readonly ref "
                + "struct Two;\npublic delegate void Three(int a);\n// class Four\n";
        Assert.Equal(["A.B.One`2", "A.B.Two", "A.B.Three"], DeclaredTypes.In(source));

        using var uses = new TypeUses(typeof(Server).Assembly.Location);
        var read = uses.Read();
        Assert.Contains("RouteGen.Serving.ServerConn", read["RouteGen.Server"]);
        Assert.Contains("RouteGen.Server", read["RouteGen.Http"]);
        Assert.False(MayUse("Server", "Client"));
        Assert.False(MayUse("Client", "Server"));
    }

    // The shared sources are one more folder of the runtime.
    private static Dictionary<string, SortedSet<string>> Declared(int levels = 1)
    {
        var declared = DeclaredTypes.Read(Root, levels);
        foreach (var (type, _) in DeclaredTypes.Read("src/Shared")) declared.Add(type, ["Shared"]);
        return declared;
    }

    private static bool MayUse(string user, string used) =>
        user == used || (s_below.TryGetValue(user, out var below) && below.Contains(used));

    private static string FolderOf(string file, int levels = 1)
    {
        var folders = file[(Root.Length + 1)..].Split('/');
        return string.Join('/', folders.Take(Math.Min(levels, folders.Length - 1)));
    }

    private static string Name(string folder) => folder.Length == 0 ? "the top folder" : folder + "/";
}
