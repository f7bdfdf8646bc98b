// Runs the generator and the analyzers on source text, applies the first code fix that is offered, and looks at the program again.
extern alias Generators;

using System.Collections.Immutable;
using Generators::RouteGen.Generators;
using Generators::RouteGen.Generators.Analysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace CodeFixes.Tests;

internal static class Fix
{
    private const string Usings = "using System.Threading.Tasks;\nusing RouteGen;\n";

    private static readonly MetadataReference[] s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static path => Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name == "RouteGen.dll"))
            .Select(static path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>The ids of what is found in a file, in order.</summary>
    internal static async Task<string[]> FindAsync(string source) =>
        [.. (await DiagnosticsAsync(Make(source))).Select(static diagnostic => diagnostic.Id)];

    /// <summary>Applies a fix to the first diagnostic it can fix; null: it offers none. What it makes compiles, and the diagnostic is gone.</summary>
    internal static async Task<string?> ApplyAsync(CodeFixProvider provider, string source)
    {
        var document = Make(source);
        var diagnostic = (await DiagnosticsAsync(document)).First(found => provider.FixableDiagnosticIds.Contains(found.Id));
        var actions = new List<CodeAction>();
        await provider.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), default));
        if (actions.Count == 0) return null;
        var operations = await Assert.Single(actions).GetOperationsAsync(default);
        var solution = Assert.IsType<ApplyChangesOperation>(Assert.Single(operations)).ChangedSolution;
        var changed = await Microsoft.CodeAnalysis.Simplification.Simplifier.ReduceAsync(solution.GetDocument(document.Id)!);
        Assert.DoesNotContain(diagnostic.Id, (await DiagnosticsAsync(changed)).Select(static found => found.Id));
        var compilation = await changed.Project.GetCompilationAsync();
        Assert.Empty(compilation!.GetDiagnostics().Where(static found => found.Severity == DiagnosticSeverity.Error));
        return (await changed.GetTextAsync()).ToString()[Usings.Length..];
    }

    private static Document Make(string source)
    {
        var workspace = new AdhocWorkspace();
        var project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(), VersionStamp.Create(), "App", "App", LanguageNames.CSharp,
            compilationOptions: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable),
            metadataReferences: s_references));
        return project.AddDocument("Program.cs", SourceText.From(Usings + source), filePath: "Program.cs");
    }

    private static async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync(Document document)
    {
        var compilation = (await document.Project.GetCompilationAsync())!;
        Assert.DoesNotContain(compilation.GetDiagnostics(), static found => found.Severity == DiagnosticSeverity.Error);
        var generated = CSharpGeneratorDriver.Create(new RouteGenerator()).RunGenerators(compilation).GetRunResult().Diagnostics;
        var analyzed = await compilation.WithAnalyzers([new UnawaitedAnswerAnalyzer(), new LeakedResponseAnalyzer()]).GetAnalyzerDiagnosticsAsync();
        // What the generator reports has the place as values; an editor finds the tree by its path.
        var tree = (await document.GetSyntaxTreeAsync())!;
        return [.. generated.Select(found => Diagnostic.Create(found.Descriptor, Location.Create(tree, found.Location.SourceSpan))), .. analyzed.OrderBy(static found => found.Location.SourceSpan.Start)];
    }
}
