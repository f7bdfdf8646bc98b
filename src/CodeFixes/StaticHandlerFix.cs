using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RouteGen.Generators.Diagnostics;

namespace RouteGen.CodeFixes;

/// <summary>Makes a handler static (RG0102).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class StaticHandlerFix() : SyntaxFix(DiagnosticIds.NotStatic)
{
    /// <inheritdoc/>
    protected override (string Title, SyntaxNode Before, SyntaxNode After)? Find(SyntaxNode node) =>
        node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } method
            ? ("Make the handler static", method, Modifiers.Add(method, SyntaxKind.StaticKeyword))
            : null;
}
