using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RouteGen.Generators.Parsing;

/// <summary>Kinds of expressions on which <c>Handle</c> or <c>HandleFunc</c> is called.</summary>
internal enum LineReceiver
{
    /// <summary>A mux other than the default one, or a mux that is known only at run time.</summary>
    Other,

    /// <summary>A property that returns the default mux, such as <c>Http.DefaultServeMux</c>.</summary>
    Default,

    /// <summary>A variable whose initial value is the default mux.</summary>
    Variable,
}

/// <summary>Finds the mux with which a call registers a handler.</summary>
internal static class LineReceivers
{
    /// <summary>Returns the kind of the mux on which a method of <c>ServeMux</c> is called.</summary>
    /// <param name="access">The expression of the method: <c>mux.HandleFunc</c>, or <c>.HandleFunc</c> after a question mark.</param>
    /// <param name="model">The semantic model of the file.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
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

    // Compares text, because the declaration may be in another file, for which there is no semantic model here.
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
