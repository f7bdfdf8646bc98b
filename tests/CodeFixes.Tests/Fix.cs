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
            .Where(
                static path =>
                    Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name == "RouteGen.dll"))
            .Select(static path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>The ids of what is found in a file, in order.</summary>
    internal static async Task<string[]> FindAsync(string source) =>
        [.. (await DiagnosticsAsync(Make(source))).Select(static diagnostic => diagnostic.Id)];

    /// <summary>The messages of what is found in a file, in order.</summary>
    internal static async Task<string[]> MessagesAsync(string source) =>
        [.. (await DiagnosticsAsync(Make(source)))
            .Select(static diagnostic => diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture))];

    /// <summary>The ids of what is found in the file of a program, in order.</summary>
    internal static async Task<string[]> FindInProgramAsync(string source) =>
        [.. (await DiagnosticsAsync(Make(source, OutputKind.ConsoleApplication))).Select(static diagnostic => diagnostic.Id)];

    /// <summary>
    /// Applies a fix to the first diagnostic it can fix; null: it offers none. What it makes compiles, and the diagnostic is gone.
    /// </summary>
    internal static async Task<string?> ApplyAsync(
        CodeFixProvider provider, string source, OutputKind kind = OutputKind.DynamicallyLinkedLibrary)
    {
        var document = Make(source, kind);
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

    /// <summary>
    /// Applies a fix to all that it can fix in three files, two of one project and one of another, and returns the texts of those within
    /// the scope.
    /// </summary>
    /// <param name="provider">The fix.</param>
    /// <param name="scope">Where it is applied.</param>
    /// <param name="sources">The files. What the fix makes of them compiles, and nothing within the scope is left.</param>
    /// <param name="count">How much there is to fix in all.</param>
    internal static async Task<string[]> ApplyAllAsync(CodeFixProvider provider, FixAllScope scope, string[] sources, int count)
    {
        var solution = new AdhocWorkspace().CurrentSolution;
        foreach (var name in new[] { "App", "Other" })
            solution = solution.AddProject(Info(name));
        DocumentId[] ids = [
            .. sources.Select(
                (_, index) =>
                    DocumentId.CreateNewId(solution.Projects.Single(project => project.Name == (index < 2 ? "App" : "Other")).Id))];
        for (var index = 0; index < ids.Length; index++)
            solution = solution.AddDocument(
                ids[index], $"File{index}.cs", SourceText.From(Usings + sources[index]), filePath: $"File{index}.cs");

        Assert.Equal(
            count,
            (await Task.WhenAll(ids.Select(id => FixableAsync(provider, solution.GetDocument(id)!)))).Sum(static found => found.Length));
        var document = solution.GetDocument(ids[0])!;
        var actions = new List<CodeAction>();
        var first = (await FixableAsync(provider, document))[0];
        await provider.RegisterCodeFixesAsync(new CodeFixContext(document, first, (action, _) => actions.Add(action), default));
        var context = new FixAllContext(
            document, provider, scope, Assert.Single(actions).EquivalenceKey!, provider.FixableDiagnosticIds, new Found(provider), default);
        var action = (await provider.GetFixAllProvider()!.GetFixAsync(context))!;
        solution = (await action.GetOperationsAsync(default)).OfType<ApplyChangesOperation>().Single().ChangedSolution;

        var texts = new List<string>();
        foreach (var id in scope == FixAllScope.Document ? ids.Take(1) : scope == FixAllScope.Project ? ids.Take(2) : ids)
        {
            var changed = await Microsoft.CodeAnalysis.Simplification.Simplifier.ReduceAsync(solution.GetDocument(id)!);
            Assert.Empty(await FixableAsync(provider, changed));
            texts.Add((await changed.GetTextAsync()).ToString());
        }

        return [.. texts];
    }

    private static async Task<Diagnostic[]> FixableAsync(CodeFixProvider provider, Document document) =>
        [.. (await DiagnosticsAsync(document))
            .Where(found => provider.FixableDiagnosticIds.Contains(found.Id) && found.Location.SourceTree!.FilePath == document.FilePath)];

    private static Document Make(string source, OutputKind kind = OutputKind.DynamicallyLinkedLibrary) =>
        new AdhocWorkspace().AddProject(Info("App", kind))
            .AddDocument("Program.cs", SourceText.From(Usings + source), filePath: "Program.cs");

    private static ProjectInfo Info(string name, OutputKind kind = OutputKind.DynamicallyLinkedLibrary) => ProjectInfo.Create(
        ProjectId.CreateNewId(), VersionStamp.Create(), name, name, LanguageNames.CSharp,
        compilationOptions: new CSharpCompilationOptions(
            kind, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true),
        metadataReferences: s_references);

    private static async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync(Document document)
    {
        var compilation = (await document.Project.GetCompilationAsync())!;
        Assert.DoesNotContain(compilation.GetDiagnostics(), static found => found.Severity == DiagnosticSeverity.Error);
        var generated = CSharpGeneratorDriver.Create(new RouteGenerator()).RunGenerators(compilation).GetRunResult().Diagnostics;
        var analyzed = await compilation.WithAnalyzers(
            [
                new UnawaitedCallAnalyzer(), new LeakedResponseAnalyzer(), new BlockingCallAnalyzer(), new AsyncVoidAnalyzer(),
                new IdleAttributeAnalyzer(),
            ])
            .GetAnalyzerDiagnosticsAsync();
        return [.. generated, .. analyzed.OrderBy(static found => found.Location.SourceSpan.Start)];
    }

    /// <summary>What "fix all" asks for.</summary>
    private sealed class Found(CodeFixProvider provider) : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(
            Document document, CancellationToken cancellationToken) => await FixableAsync(provider, document);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);

        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            (await Task.WhenAll(project.Documents.Select(document => FixableAsync(provider, document)))).SelectMany(static found => found);
    }
}
