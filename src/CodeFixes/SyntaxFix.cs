using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace RouteGen.CodeFixes;

/// <summary>A fix that replaces one node of the file the diagnostic is in.</summary>
public abstract class SyntaxFix(params string[] ids) : CodeFixProvider
{
    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; } = [.. ids];

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => new SyntaxFixAll(this);

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var (document, cancellationToken) = (context.Document, context.CancellationToken);
        if (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root) return;
        if (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model) return;
        foreach (var diagnostic in context.Diagnostics)
        {
            if (Find(NodeOf(root, diagnostic), model) is not var (title, before, after)) continue;

            // One key for all of a kind, so that "fix all" takes those whose titles differ.
            context.RegisterCodeFix(
                CodeAction.Create(
                    title, _ => Task.FromResult(document.WithSyntaxRoot(root.ReplaceNode(before, after))), equivalenceKey: GetType().Name),
                    diagnostic);
        }
    }

    /// <summary>The node that a diagnostic is about.</summary>
    internal static SyntaxNode NodeOf(SyntaxNode root, Diagnostic diagnostic) =>
        root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);

    /// <summary>Returns the fix for the diagnostic at a node, in an unchanged file. Null if there is none.</summary>
    internal (string Title, SyntaxNode Before, SyntaxNode After)? FindFix(SyntaxNode node, SemanticModel model) => Find(node, model);

    /// <summary>Returns the fix for the diagnostic at a node. Null if there is none.</summary>
    protected abstract (string Title, SyntaxNode Before, SyntaxNode After)? Find(SyntaxNode node, SemanticModel model);
}
