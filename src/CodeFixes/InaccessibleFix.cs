using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RouteGen.Generators.Diagnostics;

namespace RouteGen.CodeFixes;

/// <summary>The fix that makes a handler and its containing types internal if they are less accessible (RG0103).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class InaccessibleFix() : SyntaxFix(DiagnosticIds.Inaccessible)
{
    /// <inheritdoc/>
    protected override (string Title, SyntaxNode Before, SyntaxNode After)? Find(SyntaxNode node, SemanticModel model)
    {
        // A local function has no accessibility. Its author must convert it to a method.
        if (node.FirstAncestorOrSelf<LocalFunctionStatementSyntax>() is not null) return null;
        if (node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } method || !MayChange(method, model)) return null;
        var before = method.Ancestors().OfType<TypeDeclarationSyntax>().LastOrDefault(static type => !IsReachable(type))
            ?? (MemberDeclarationSyntax)method;
        var hidden = before.DescendantNodesAndSelf().OfType<MemberDeclarationSyntax>()
            .Where(member => (member == method || (member is TypeDeclarationSyntax && member.Contains(method))) && !IsReachable(member))
            .ToArray();

        // If the handler is accessible, its middleware is not.
        if (hidden.Length == 0 || !hidden.All(member => MayChange(member, model))) return null;
        return ("Make the handler internal", before, before.ReplaceNodes(hidden, static (_, member) => Modifiers.MakeInternal(member)));
    }

    // Returns false if another part of a partial method or type has access modifiers, which must be the same in all parts.
    private static bool MayChange(MemberDeclarationSyntax member, SemanticModel model) => model.GetDeclaredSymbol(member) switch
    {
        IMethodSymbol method => IsReachable(member) || method is { PartialDefinitionPart: null, PartialImplementationPart: null },
        INamedTypeSymbol type => type.DeclaringSyntaxReferences.Select(static reference => reference.GetSyntax())
            .All(part => part == member || part is not MemberDeclarationSyntax other || !other.Modifiers.Any(Modifiers.IsAccess)),
        _ => false,
    };

    private static bool IsReachable(MemberDeclarationSyntax member)
    {
        var kinds = member.Modifiers.Select(static token => token.Kind()).ToArray();
        if (kinds.Contains(SyntaxKind.FileKeyword)) return false;
        if (kinds.Contains(SyntaxKind.PublicKeyword) || kinds.Contains(SyntaxKind.InternalKeyword)) return true;
        var isNested = member.Parent is TypeDeclarationSyntax;
        return !isNested && !kinds.Contains(SyntaxKind.PrivateKeyword) && !kinds.Contains(SyntaxKind.ProtectedKeyword);
    }
}
