using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace RouteGen.CodeFixes;

/// <summary>A fix that replaces a single node in the file of the diagnostic.</summary>
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

            // All fixes of a class have the same key, so that "fix all" includes fixes with different titles.
            context.RegisterCodeFix(
                CodeAction.Create(
                    title, _ => Task.FromResult(document.WithSyntaxRoot(root.ReplaceNode(before, after))), equivalenceKey: GetType().Name),
                    diagnostic);
        }
    }

    /// <summary>Returns the node at the location of a diagnostic.</summary>
    internal static SyntaxNode NodeOf(SyntaxNode root, Diagnostic diagnostic) =>
        root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);

    /// <summary>Returns the fix for the diagnostic at a node, or null if there is none.</summary>
    internal (string Title, SyntaxNode Before, SyntaxNode After)? FindFix(SyntaxNode node, SemanticModel model) => Find(node, model);

    /// <summary>Returns the fix for the diagnostic at a node, or null if there is none.</summary>
    /// <returns>The title, the node to replace, and the new node.</returns>
    protected abstract (string Title, SyntaxNode Before, SyntaxNode After)? Find(SyntaxNode node, SemanticModel model);
}
