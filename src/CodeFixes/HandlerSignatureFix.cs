using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RouteGen.Generators.Diagnostics;

namespace RouteGen.CodeFixes;

/// <summary>Adds the parameter that a handler lacks, or lets an <c>async void</c> one return a task (RG0101).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class HandlerSignatureFix() : SyntaxFix(DiagnosticIds.WrongSignature)
{
    private const string Writer = "ResponseWriter";
    private const string Request = "Request";

    /// <inheritdoc/>
    protected override (string Title, SyntaxNode Before, SyntaxNode After)? Find(SyntaxNode node)
    {
        if (node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } method) return null;
        if (Missing(method.ParameterList.Parameters) is { } parameters)
        {
            var list = SyntaxFactory.ParseParameterList($"({parameters})").WithTriviaFrom(method.ParameterList);
            return ($"Take ({Writer}, {Request})", method, method.WithParameterList(list));
        }

        var isAsyncVoid = method.Modifiers.Any(SyntaxKind.AsyncKeyword) && method.ReturnType is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword };
        if (!isAsyncVoid) return null;
        var task = SyntaxFactory.ParseTypeName("System.Threading.Tasks.Task").WithTriviaFrom(method.ReturnType).WithAdditionalAnnotations(Microsoft.CodeAnalysis.Simplification.Simplifier.Annotation);
        return ("Return Task", method, method.WithReturnType(task));
    }

    // Only where one or both are missing: parameters of other types hold something that the handler needs.
    private static string? Missing(SeparatedSyntaxList<ParameterSyntax> parameters)
    {
        if (parameters.Count == 0) return $"{Writer} w, {Request} r";
        if (parameters.Count > 1) return null;
        return NameOf(parameters[0].Type) switch
        {
            Writer => $"{parameters[0]}, {Request} r",
            Request => $"{Writer} w, {parameters[0]}",
            _ => null,
        };
    }

    private static string? NameOf(TypeSyntax? type) => type switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.Text,
        IdentifierNameSyntax name => name.Identifier.Text,
        _ => null,
    };
}
