using Microsoft.CodeAnalysis;

namespace RouteGen.Tests;

/// <summary>An <c>.editorconfig</c> in the project's folder, read as the compiler reads it.</summary>
internal sealed class EditorConfig(string text) : SyntaxTreeOptionsProvider
{
    private readonly AnalyzerConfigSet _files = AnalyzerConfigSet.Create<AnalyzerConfig[]>(
        [AnalyzerConfig.Parse(text, "/src/app/.editorconfig")]);

    /// <summary>The program beside the file.</summary>
    internal static Compilation With(Compilation program, string text) =>
        program.WithOptions(program.Options.WithSyntaxTreeOptionsProvider(new EditorConfig(text)));

    public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) => GeneratedKind.Unknown;

    public override bool TryGetDiagnosticValue(
        SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity) =>
        _files.GetOptionsForSourcePath(tree.FilePath).TreeOptions.TryGetValue(diagnosticId, out severity);

    public override bool TryGetGlobalDiagnosticValue(
        string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity) =>
        _files.GlobalConfigOptions.TreeOptions.TryGetValue(diagnosticId, out severity);
}
