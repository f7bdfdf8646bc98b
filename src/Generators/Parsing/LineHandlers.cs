using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RouteGen.Generators.Parsing;

/// <summary>Finds the handlers that lines register, and their display names.</summary>
internal static class LineHandlers
{
    /// <summary>
    /// Display name of the handler: that of a method, <c>lambda in Shop.Startup.Map</c>, or that of a type. It has no line number, so a
    /// line that moves does not change the table.
    /// </summary>
    /// <param name="handler">The argument.</param>
    /// <param name="around">The symbol that contains the line.</param>
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
            { Type: { } type } => type.Name + In(around),
            _ => "handler" + In(around),
        };
    }

    /// <summary>The method or the lambda that is registered, or null for an object, or for a delegate that is made elsewhere.</summary>
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

    private static string In(ISymbol? around)
    {
        // The containing symbol may be a lambda or an accessor; the display name is that of the enclosing member.
        while (around is IMethodSymbol { MethodKind: MethodKind.LambdaMethod }) around = around.ContainingSymbol;
        if (around is IMethodSymbol { AssociatedSymbol: { } member }) around = member;
        return around is null ? "" : " in " + NameOf(around);
    }

    private static string NameOf(ISymbol symbol)
    {
        // Top-level statements are in a method that the compiler declares.
        if (symbol is IMethodSymbol { Name: "<Main>$" }
            or IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor }) return NameOf(symbol.ContainingType);
        return symbol.ToDisplayString(s_name);
    }

    private static readonly SymbolDisplayFormat s_name = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        memberOptions: SymbolDisplayMemberOptions.IncludeContainingType);
}
