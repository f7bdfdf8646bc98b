// The middleware in front of a method, or of what a member mounts, from the outside in: the assembly's, those of the classes around it, its own.
using Microsoft.CodeAnalysis;
using RouteGen.Generators.Diagnostics;
using RouteGen.Generators.Model;

namespace RouteGen.Generators.Parsing;

internal static class MiddlewareParser
{
    /// <summary>The types, as C# writes them; null: generated code cannot reach one.</summary>
    internal static EquatableArray<string>? Parse(ISymbol member, List<DiagnosticInfo> problems)
    {
        var types = new List<INamedTypeSymbol>();
        Add(member.ContainingAssembly, types);
        foreach (var type in HandlerShapes.ContainingTypes(member).Reverse()) Add(type, types);
        Add(member, types);
        if (types.Count == 0) return default(EquatableArray<string>);

        var hidden = types.Find(static type => FindHidden(type) is not null);
        if (hidden is null) return new([.. types.Select(static type => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat))]);
        problems.Add(DiagnosticInfo.At(LocationInfo.From(member.Locations[0]), DiagnosticIds.Inaccessible, hidden.Name, FindHidden(hidden)!));
        return null;
    }

    /// <summary>How much middleware an assembly puts in front of all its handlers.</summary>
    internal static int CountOf(IAssemblySymbol assembly)
    {
        var types = new List<INamedTypeSymbol>();
        Add(assembly, types);
        return types.Count;
    }

    private static void Add(ISymbol symbol, List<INamedTypeSymbol> types)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass is { Name: "UseAttribute", Arity: 1 } known && KnownNames.IsInRouteGen(known)
                && known.TypeArguments[0] is INamedTypeSymbol { TypeKind: not TypeKind.Error } middleware) types.Add(middleware);
        }
    }

    // Why a type cannot be named outside of where it stands; null: it can.
    private static string? FindHidden(INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.ContainingType)
            if (HandlerShapes.FindTypeAccessProblem(current) is { } problem) return problem;
        return type.TypeArguments.OfType<INamedTypeSymbol>().Select(FindHidden).FirstOrDefault(static problem => problem is not null);
    }
}
