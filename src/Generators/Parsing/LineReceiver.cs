using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RouteGen.Generators.Parsing;

/// <summary>The mux that a line registers a handler with, as far as the code shows it.</summary>
internal enum LineReceiver
{
    /// <summary>Another mux than the default one, or one that is known only at run time.</summary>
    Other,

    /// <summary>The default mux, by its name.</summary>
    Default,

    /// <summary>A variable whose initial value is the default mux.</summary>
    Variable,
}

/// <summary>Finds the receiver of a line.</summary>
internal static class LineReceivers
{
    /// <summary>Returns the receiver of a method of <c>ServeMux</c>.</summary>
    /// <param name="access">The expression of the method: <c>mux.HandleFunc</c>, or <c>.HandleFunc</c> after a question mark.</param>
    /// <param name="model">The model of its tree.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    internal static LineReceiver Of(ExpressionSyntax access, SemanticModel model, CancellationToken cancellationToken)
    {
        var receiver = access switch
        {
            MemberAccessExpressionSyntax member => member.Expression,
            MemberBindingExpressionSyntax => access.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>()?.Expression,
            _ => null,
        };
        if (receiver is null) return LineReceiver.Other;
        var symbol = model.GetSymbolInfo(receiver, cancellationToken).Symbol;
        if (symbol is IPropertySymbol { ContainingType: { } type } property && KnownNames.IsInRouteGen(type))
            return (type.Name, property.Name) is ("Http", "DefaultServeMux") or ("ServeMux", "Default")
                ? LineReceiver.Default
                : LineReceiver.Other;
        return symbol is not null
            && symbol.DeclaringSyntaxReferences.Any(reference => IsNameOfDefault(ValueOf(reference.GetSyntax(cancellationToken))))
            ? LineReceiver.Variable
            : LineReceiver.Other;
    }

    private static ExpressionSyntax? ValueOf(SyntaxNode declaration) => declaration switch
    {
        VariableDeclaratorSyntax variable => variable.Initializer?.Value,
        PropertyDeclarationSyntax property => property.ExpressionBody?.Expression ?? property.Initializer?.Value,
        _ => null,
    };

    // Compares the text, because the declaration may be in a tree that has no semantic model here.
    private static bool IsNameOfDefault(ExpressionSyntax? value) => value switch
    {
        IdentifierNameSyntax { Identifier.ValueText: "DefaultServeMux" } => true,
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "DefaultServeMux", Expression: { } type } => LastNameOf(type) == "Http",
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Default", Expression: { } type } => LastNameOf(type) == "ServeMux",
        _ => false,
    };

    private static string? LastNameOf(ExpressionSyntax type) => type switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
        _ => null,
    };
}
