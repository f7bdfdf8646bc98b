using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace RouteGen.CodeFixes;

/// <summary>
/// The provider of "fix all". It fixes the diagnostics of a file one after another, each in the result of the previous fix. The default
/// provider merges independent fixes, and drops all but one of the fixes that change the same declaration.
/// </summary>
internal sealed class SyntaxFixAll(SyntaxFix fix) : DocumentBasedFixAllProvider
{
    /// <inheritdoc/>
    protected override async Task<Document?> FixAllAsync(
        FixAllContext fixAllContext, Document document, ImmutableArray<Diagnostic> diagnostics)
    {
        var cancellationToken = fixAllContext.CancellationToken;
        if (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root) return document;
        var marks = new Dictionary<SyntaxNode, SyntaxAnnotation>();
        foreach (var diagnostic in diagnostics)
        {
            var node = SyntaxFix.NodeOf(root, diagnostic);
            if (!marks.ContainsKey(node)) marks.Add(node, new SyntaxAnnotation());
        }

        document = document.WithSyntaxRoot(
            root.ReplaceNodes(marks.Keys, (original, current) => current.WithAdditionalAnnotations(marks[original])));
        foreach (var mark in marks.OrderBy(static mark => mark.Key.SpanStart).Select(static mark => mark.Value))
        {
            root = (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
            var model = (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!;
            if (root.GetAnnotatedNodes(mark).FirstOrDefault() is not { } node || fix.FindFix(node, model) is not var (_, before, after))
                continue;
            document = document.WithSyntaxRoot(root.ReplaceNode(before, after));
        }

        return document;
    }
}
