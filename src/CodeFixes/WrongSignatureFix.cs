using System.Composition;
using System.Globalization;
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
        if (model.GetDeclaredSymbol(method) is not { } symbol || !Inherited.MayChange(symbol)) return null;
        if (WithMissing(method) is { } list && !HasHandler(symbol))
            return ($"Add the parameters ({Writer}, {Request})", method, method.WithParameterList(list));

        var isAsyncVoid = method.Modifiers.Any(SyntaxKind.AsyncKeyword)
            && method.ReturnType is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword };
        if (!isAsyncVoid) return null;
        var task = SyntaxFactory.ParseTypeName("System.Threading.Tasks.Task").WithTriviaFrom(method.ReturnType)
            .WithAdditionalAnnotations(Microsoft.CodeAnalysis.Simplification.Simplifier.Annotation);
        return ("Return Task", method, method.WithReturnType(task));
    }

    // Returns null if no parameter is missing, or if a parameter has another type, because the method needs its value.
    private static ParameterListSyntax? WithMissing(MethodDeclarationSyntax method)
    {
        var list = method.ParameterList;
        var comma = SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space);
        if (list.Parameters.Count == 0)
            return list.WithParameters(
                SyntaxFactory.SeparatedList(
                    [Parameter(Writer, NameFor("w", method)), Parameter(Request, NameFor("r", method))], [comma]));
        if (list.Parameters.Count > 1) return null;
        var own = list.Parameters[0];
        return NameOf(own.Type) switch
        {
            Writer => list.WithParameters(SyntaxFactory.SeparatedList([own, Parameter(Request, NameFor("r", method))], [comma])),
            Request => list.WithParameters(SyntaxFactory.SeparatedList([Parameter(Writer, NameFor("w", method)), own], [comma])),
            _ => null,
        };
    }

    // Returns true if the class already has a method with the new signature.
    private static bool HasHandler(IMethodSymbol method) => method.ContainingType.GetMembers(method.Name).OfType<IMethodSymbol>()
        .Any(static other => other.Parameters.Length == 2
            && (other.Parameters[0].Type.Name, other.Parameters[1].Type.Name) == (Writer, Request));

    // Returns a name that no parameter or variable of the method has.
    private static string NameFor(string name, MethodDeclarationSyntax method)
    {
        var taken = new HashSet<string?>(method.DescendantNodes().Select(NameDeclaredBy), StringComparer.Ordinal);
        var free = name;
        for (var number = 1; taken.Contains(free); number++) free = name + number.ToString(CultureInfo.InvariantCulture);
        return free;
    }

    private static string? NameDeclaredBy(SyntaxNode node) => node switch
    {
        ParameterSyntax parameter => parameter.Identifier.ValueText,
        VariableDeclaratorSyntax variable => variable.Identifier.ValueText,
        SingleVariableDesignationSyntax variable => variable.Identifier.ValueText,
        ForEachStatementSyntax loop => loop.Identifier.ValueText,
        CatchDeclarationSyntax caught => caught.Identifier.ValueText,
        LocalFunctionStatementSyntax function => function.Identifier.ValueText,
        FromClauseSyntax clause => clause.Identifier.ValueText,
        LetClauseSyntax clause => clause.Identifier.ValueText,
        _ => null,
    };

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
