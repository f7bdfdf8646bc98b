using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RouteGen.Generators.Diagnostics;

namespace RouteGen.CodeFixes;

/// <summary>The fix that makes a handler static (RG0102).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class NotStaticFix() : SyntaxFix(DiagnosticIds.NotStatic)
{
    /// <inheritdoc/>
    protected override (string Title, SyntaxNode Before, SyntaxNode After)? Find(SyntaxNode node, SemanticModel model) =>
        node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } method && MayBeStatic(method, model)
            ? ("Make the handler static", method, Modifiers.Add(method, SyntaxKind.StaticKeyword))
            : null;

    // A method cannot be static if a base class or an interface requires it, if it may be overridden, or if it uses its instance.
    private static bool MayBeStatic(MethodDeclarationSyntax method, SemanticModel model)
    {
        if (model.GetDeclaredSymbol(method) is not { } symbol || !Inherited.MayChange(symbol)
            || method.Modifiers.Any(SyntaxKind.ReadOnlyKeyword)) return false;
        return !method.DescendantNodes().Any(node => node is ThisExpressionSyntax or BaseExpressionSyntax || UsesInstance(node, model));
    }

    private static bool UsesInstance(SyntaxNode node, SemanticModel model)
    {
        if (node is not SimpleNameSyntax name || (name.Parent is MemberAccessExpressionSyntax access && access.Name == name)
            || name.Parent is MemberBindingExpressionSyntax) return false;
        if (name.Parent is NameColonSyntax or AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax }) return false;
        return model.GetSymbolInfo(name).Symbol is { IsStatic: false, ContainingType: not null } member
            && (member is IFieldSymbol or IPropertySymbol or IEventSymbol or IMethodSymbol { MethodKind: MethodKind.Ordinary }
                || member is IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } });
    }
}
