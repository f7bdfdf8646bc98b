// Programs of a few files, made of parts that give each other's names a meaning, and random edits of them.
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RouteGen.Tests;

/// <summary>A program that changes at random.</summary>
internal sealed class RandomProgram
{
    private static readonly (string, string)[][] s_properties =
    [
        [], [("ProjectDir", "/src/app/")], [("RouteGenTable", "false")], [("ProjectDir", "/src/"), ("RouteGenRoutesJson", "true")],
    ];

    private static readonly CSharpParseOptions[] s_options =
    [
        GeneratorRunner.ParseOptions, GeneratorRunner.ParseOptions, GeneratorRunner.ParseOptions.WithPreprocessorSymbols("ODD"),
        CSharpParseOptions.Default, GeneratorRunner.ParseOptions.WithLanguageVersion(LanguageVersion.CSharp10),
    ];

    private static readonly OutputKind[] s_kinds =
        [OutputKind.ConsoleApplication, OutputKind.ConsoleApplication, OutputKind.ConsoleApplication, OutputKind.DynamicallyLinkedLibrary];

    private static readonly MetadataReference[] s_references =
    [
        LibraryOf("Lib1", "Lib1", "/lib1"), LibraryOf("Lib2", "Lib2", "/a1"), LibraryOf("Lib1", "Lib1", "/other"),
        LibraryOf("Lib3", "Lib3", "/l1").WithAliases(["L"]),
        Libraries.CompileProgram("Tool", HandlersOf("Tool", "/tool")).Reference,
    ];

    private readonly Random _random;
    private readonly List<MetadataReference> _libraries = [];
    private int _fileCount;

    internal RandomProgram(int seed)
    {
        _random = new Random(seed);
        Compilation = GeneratorRunner.Compile(Enumerable.Range(0, 4).Select(_ => (NewName(), NewText())));
    }

    internal Compilation Compilation { get; private set; }

    internal CSharpParseOptions Options { get; private set; } = GeneratorRunner.ParseOptions;

    internal (string, string)[] Properties { get; private set; } = [];

    /// <summary>Changes the program in one way, and names it.</summary>
    internal string Edit()
    {
        switch (_random.Next(20))
        {
            case 0:
                Add(_random.Next(2) == 0 ? NewText() : Pick().GetText().ToString());
                return "add";
            case 1 when Compilation.SyntaxTrees.Count() > 2:
                Compilation = Compilation.RemoveSyntaxTrees(Pick());
                return "remove";
            case 2:
                var named = Pick();
                Compilation = Compilation.ReplaceSyntaxTree(named, named.WithFilePath("/src/app/" + NewName()));
                return "rename";
            case 3:
                var trees = Compilation.SyntaxTrees.ToArray();
                _random.Shuffle(trees);
                Compilation = Compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(trees);
                return "order";
            case 4:
                var library = OneOf(s_references);
                if (!_libraries.Remove(library)) _libraries.Add(library);
                Compilation = Compilation.WithReferences([.. GeneratedTable.References, .. _libraries]);
                return "reference";
            case 5:
                Compilation = Compilation.WithOptions(((CSharpCompilationOptions)Compilation.Options).WithOutputKind(OneOf(s_kinds)));
                return "kind";
            case 6:
                Properties = OneOf(s_properties);
                return "properties";
            case 7:
                Reparse(OneOf(s_options));
                return "options";
            case 8:
                Compilation = Compilation.WithAssemblyName("App" + Number());
                return "assembly";
            case 9 or 10:
                var replaced = Pick();
                Compilation = Compilation.ReplaceSyntaxTree(replaced, Parse(replaced.FilePath, NewText()));
                return "replace";
            default:
                EditText(Pick());
                return "edit";
        }
    }

    private void EditText(SyntaxTree tree)
    {
        var lines = tree.GetText().ToString().Split('\n').ToList();
        var at = _random.Next(lines.Count + 1);
        switch (_random.Next(5))
        {
            case 0 when at < lines.Count:
                lines.RemoveAt(at);
                break;
            case 1 when at < lines.Count:
                lines[at] = "// " + lines[at];
                break;
            case 2:
                lines.Insert(0, Fill(OneOf(RandomParts.Directives)));
                break;
            case 3:
                lines.Insert(at, "");
                break;
            default:
                lines.Add(Fill(OneOf(RandomParts.Types)));
                break;
        }

        Compilation = Compilation.ReplaceSyntaxTree(tree, Parse(tree.FilePath, string.Join('\n', lines)));
    }

    private void Reparse(CSharpParseOptions options)
    {
        Options = options;
        Compilation = Compilation.RemoveAllSyntaxTrees()
            .AddSyntaxTrees(Compilation.SyntaxTrees.Select(tree => Parse(tree.FilePath, tree.GetText().ToString())).ToArray());
    }

    private void Add(string text)
    {
        var trees = Compilation.SyntaxTrees.ToList();
        trees.Insert(_random.Next(trees.Count + 1), Parse("/src/app/" + NewName(), text));
        Compilation = Compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(trees);
    }

    private SyntaxTree Parse(string path, string text) => CSharpSyntaxTree.ParseText(text, Options, path);

    private string NewName() => $"{(char)('A' + _random.Next(26))}{_fileCount++}.cs";

    private string NewText() => string.Join('\n', new[] { "#nullable enable" }
        .Concat(Some(RandomParts.Directives, 4)).Concat(Some(RandomParts.AssemblyAttributes, 1)).Concat(Some(RandomParts.Types, 6)));

    private IEnumerable<string> Some(string[] parts, int count) =>
        Enumerable.Range(0, _random.Next(count + 1)).Select(_ => Fill(OneOf(parts)));

    private string Fill(string text)
    {
        for (var at = text.IndexOf(" # ", StringComparison.Ordinal); at >= 0; at = text.IndexOf(" # ", StringComparison.Ordinal))
            text = text[..at] + "\n" + OneOf(RandomParts.Members) + "\n" + text[(at + 2)..];
        return text.Replace("§", Number(), StringComparison.Ordinal);
    }

    private string Number() => _random.Next(1, 4).ToString(CultureInfo.InvariantCulture);

    private SyntaxTree Pick() => OneOf([.. Compilation.SyntaxTrees]);

    private T OneOf<T>(T[] values) => values[_random.Next(values.Length)];

    private static string HandlersOf(string type, string pattern) =>
        $"using RouteGen; public static class {type} {{ [Get(\"{pattern}\")] internal static void X(ResponseWriter w, Request r) {{ }} }}";

    private static MetadataReference LibraryOf(string name, string type, string pattern) =>
        Libraries.Compile(name, HandlersOf(type, pattern)).Reference;
}
