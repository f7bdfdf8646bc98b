using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RouteGen.Generators.Diagnostics;

namespace RouteGen.CodeFixes;

/// <summary>The fix that adds the missing parameters of a handler, or changes <c>async void</c> to <c>async Task</c> (RG0101).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class WrongSignatureFix() : SyntaxFix(DiagnosticIds.WrongSignature)
{
    private const string Writer = "ResponseWriter";
    private const string Request = "Request";

    /// <inheritdoc/>
    protected override (string Title, SyntaxNode Before, SyntaxNode After)? Find(SyntaxNode node, SemanticModel model)
    {
        if (node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } method) return null;
        if (WithMissing(method.ParameterList) is { } list)
            return ($"Add the parameters ({Writer}, {Request})", method, method.WithParameterList(list));

        var isAsyncVoid = method.Modifiers.Any(SyntaxKind.AsyncKeyword)
            && method.ReturnType is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword };
        if (!isAsyncVoid) return null;
        var task = SyntaxFactory.ParseTypeName("System.Threading.Tasks.Task").WithTriviaFrom(method.ReturnType)
            .WithAdditionalAnnotations(Microsoft.CodeAnalysis.Simplification.Simplifier.Annotation);
        return ("Return Task", method, method.WithReturnType(task));
    }

    // Returns null if no parameter is missing, or if a parameter has another type, because the method needs its value.
    private static ParameterListSyntax? WithMissing(ParameterListSyntax list)
    {
        var comma = SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space);
        if (list.Parameters.Count == 0)
            return list.WithParameters(SyntaxFactory.SeparatedList([Parameter(Writer, "w"), Parameter(Request, "r")], [comma]));
        if (list.Parameters.Count > 1) return null;
        var own = list.Parameters[0];
        return NameOf(own.Type) switch
        {
            Writer => list.WithParameters(SyntaxFactory.SeparatedList([own, Parameter(Request, NameFor("r", own))], [comma])),
            Request => list.WithParameters(SyntaxFactory.SeparatedList([Parameter(Writer, NameFor("w", own)), own], [comma])),
            _ => null,
        };
    }

    private static string NameFor(string name, ParameterSyntax other) => other.Identifier.ValueText == name ? name + "1" : name;

    // The simplifier shortens the full name if the file has "using RouteGen".
    private static ParameterSyntax Parameter(string type, string name) => SyntaxFactory.Parameter(SyntaxFactory.Identifier(name))
        .WithType(
            SyntaxFactory.ParseTypeName("RouteGen." + type)
                .WithAdditionalAnnotations(Microsoft.CodeAnalysis.Simplification.Simplifier.Annotation)
                .WithTrailingTrivia(SyntaxFactory.Space));

    private static string? NameOf(TypeSyntax? type) => type switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.Text,
        IdentifierNameSyntax name => name.Identifier.Text,
        _ => null,
    };
}
