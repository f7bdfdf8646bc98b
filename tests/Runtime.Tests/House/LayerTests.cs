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
        ["IO"] = ["Errors"],
        ["Protocol"] = ["Errors"],
        ["Messages"] = ["Errors", "IO", "Protocol"],
        ["Routing"] = ["Errors", "IO", "Protocol", "Messages"],
        ["Handlers"] = ["Errors", "IO", "Protocol", "Messages", "Routing"],
        ["Server"] = ["Errors", "IO", "Protocol", "Messages", "Routing", "Handlers"],
        ["Client"] = ["Errors", "IO", "Protocol", "Messages", "Routing"],
        [""] = ["Errors", "IO", "Protocol", "Messages", "Routing", "Handlers", "Server", "Client"],
        ["Proxy"] = ["Errors", "IO", "Protocol", "Messages", "Routing", "Handlers", "Server", "Client", ""],
        ["Testing"] = ["Errors", "IO", "Protocol", "Messages", "Routing", "Handlers", "Server", "Client", ""],
    };

    [Fact]
    public void A_folder_uses_only_what_stands_below_it()
    {
        var declared = DeclaredTypes.Read(Root);
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
        var folders = DeclaredTypes.Read(Root).Values.SelectMany(folders => folders).Distinct();
        Assert.Equal([], folders.Where(folder => !s_below.ContainsKey(folder)));
    }

    // What the two tests above stand on, so that they cannot pass for having seen nothing.
    [Fact]
    public void Declarations_and_uses_are_seen()
    {
        var source = "namespace A.B;\n\n[Some(1)]\npublic sealed partial class One<T, U> : Two\n{\n    class Nested;\n}\ninternal readonly ref struct Two;\npublic delegate void Three(int a);\n// class Four\n";
        Assert.Equal(["A.B.One`2", "A.B.Two", "A.B.Three"], DeclaredTypes.In(source));

        using var uses = new TypeUses(typeof(Server).Assembly.Location);
        var read = uses.Read();
        Assert.Contains("RouteGen.Serving.ServerConn", read["RouteGen.Server"]);
        Assert.Contains("RouteGen.Server", read["RouteGen.Http"]);
        Assert.False(MayUse("Server", "Client"));
        Assert.False(MayUse("Client", "Server"));
    }

    private static bool MayUse(string user, string used) => user == used || (s_below.TryGetValue(user, out var below) && below.Contains(used));

    private static string Name(string folder) => folder.Length == 0 ? "the top folder" : folder + "/";
}
