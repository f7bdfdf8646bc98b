using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RouteGen.Generators.Parsing;

/// <summary>The handlers that calls register, and their display names.</summary>
internal static class LineHandlers
{
    /// <summary>
    /// Returns the display name of a handler: the name of a method or a type, or <c>lambda in Shop.Startup.Map</c>. The name has no line
    /// number, so moving a call does not change the table.
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
            { Type: { } type } => type.Name + In(around),
            _ => "handler" + In(around),
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
