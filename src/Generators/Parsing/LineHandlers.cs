using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RouteGen.Generators.Parsing;

/// <summary>The handlers that calls register, and their display names.</summary>
internal static class LineHandlers
{
    // The maximum length of an expression in a display name, in characters.
    private const int TextLengthMax = 60;

    /// <summary>
    /// Returns the display name of a handler: the name of a method, <c>lambda in Shop.Startup.Map</c>, or the expression of an object, such
    /// as <c>new Health() in Program</c>. The name has no line number, so moving a call does not change the table.
    /// </summary>
    /// <param name="handler">The argument.</param>
    /// <param name="around">The symbol that contains the call.</param>
    internal static string NameOf(IOperation? handler, ISymbol? around)
    {
        while (handler is IConversionOperation conversion) handler = conversion.Operand;
        return handler switch
        {
            IDelegateCreationOperation creation => NameOf(creation.Target, around),
            IAnonymousFunctionOperation => "lambda" + In(around),
            IMethodReferenceOperation { Method: { MethodKind: MethodKind.LocalFunction } method } => method.Name + In(
                method.ContainingSymbol),
            IMethodReferenceOperation { Method: var method } => NameOf(method),
            { Syntax: var expression } => TextOf(expression) + In(around),
            null => "handler" + In(around),
        };
    }

    /// <summary>Returns the method or lambda that is registered, or null for an object or a delegate that is created elsewhere.</summary>
    internal static IMethodSymbol? MethodOf(IOperation? handler)
    {
        while (handler is IConversionOperation conversion) handler = conversion.Operand;
        return handler switch
        {
            IDelegateCreationOperation creation => MethodOf(creation.Target),
            IAnonymousFunctionOperation lambda => lambda.Symbol,
            IMethodReferenceOperation reference => reference.Method,
            _ => null,
        };
    }

    // Returns the text of an expression on one line, without comments and with single blanks. Long text is truncated.
    private static string TextOf(SyntaxNode expression)
    {
        var text = new StringBuilder();
        foreach (var token in expression.DescendantTokens())
        {
            if (text.Length != 0 && token.SpanStart != token.GetPreviousToken().Span.End) text.Append(' ');
            text.Append(token.Text);
            if (text.Length > TextLengthMax) break;
        }

        text.Replace('\n', ' ').Replace('\r', ' ');
        if (text.Length <= TextLengthMax) return text.ToString();
        var length = char.IsHighSurrogate(text[TextLengthMax - 1]) ? TextLengthMax - 1 : TextLengthMax;
        return text.ToString(0, length) + "...";
    }

    private static string In(ISymbol? around)
    {
        // The containing symbol may be a lambda or an accessor. The display name uses the member that contains it.
        while (around is IMethodSymbol { MethodKind: MethodKind.LambdaMethod }) around = around.ContainingSymbol;
        if (around is IMethodSymbol { AssociatedSymbol: { } member }) around = member;
        return around is null ? "" : " in " + NameOf(around);
    }

    private static string NameOf(ISymbol symbol)
    {
        // The compiler puts top-level statements into a method <Main>$.
        if (symbol is IMethodSymbol { Name: "<Main>$" }
            or IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor }) return NameOf(symbol.ContainingType);
        return symbol.ToDisplayString(s_name);
    }

    private static readonly SymbolDisplayFormat s_name = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        memberOptions: SymbolDisplayMemberOptions.IncludeContainingType);
}
