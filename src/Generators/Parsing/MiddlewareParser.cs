// The middleware in front of a method, or of what a member mounts, from the outside in: the assembly's, those of the classes around it, its own.
// Each is a type, [Use<T>], or a method of the mux that the attribute stands in, [Use(nameof(M))].
using Microsoft.CodeAnalysis;
using RouteGen.Generators.Diagnostics;
using RouteGen.Generators.Model;

namespace RouteGen.Generators.Parsing;

internal static class MiddlewareParser
{
    /// <summary>What stands in front; null: generated code cannot reach a part of it.</summary>
    /// <param name="member">The method or the mounted member.</param>
    /// <param name="problems">Takes the problems.</param>
    /// <param name="cancellationToken">Ends the parse.</param>
    internal static EquatableArray<MiddlewareModel>? Parse(ISymbol member, List<DiagnosticInfo> problems, CancellationToken cancellationToken)
    {
        var all = new List<MiddlewareModel>();
        var isReachable = AddAround(member.ContainingType, Report, all, cancellationToken);
        return isReachable && Add(member, member.ContainingType, Report, all, cancellationToken) ? new(all.ToArray()) : null;

        void Report(INamedTypeSymbol type, string hidden) =>
            problems.Add(DiagnosticInfo.At(LocationInfo.From(member.Locations[0]), DiagnosticIds.Inaccessible, type.Name, hidden));
    }

    /// <summary>What stands in front of all members of a type; null: generated code cannot reach a part of it.</summary>
    internal static EquatableArray<MiddlewareModel>? ParseAround(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        var all = new List<MiddlewareModel>();
        return AddAround(type, static (_, _) => { }, all, cancellationToken) ? new(all.ToArray()) : null;
    }

    /// <summary>What stands in front of all handlers of an assembly; null: generated code cannot reach a part of it.</summary>
    internal static EquatableArray<MiddlewareModel>? ParseAssembly(IAssemblySymbol assembly)
    {
        var all = new List<MiddlewareModel>();
        return Add(assembly, null, static (_, _) => { }, all, CancellationToken.None) ? new(all.ToArray()) : null;
    }

    private static bool AddAround(INamedTypeSymbol innermost, Action<INamedTypeSymbol, string> report, List<MiddlewareModel> all, CancellationToken cancellationToken)
    {
        var isReachable = Add(innermost.ContainingAssembly, null, report, all, cancellationToken);
        foreach (var type in HandlerShapes.TypesFrom(innermost).Reverse()) isReachable &= Add(type, type, report, all, cancellationToken);
        return isReachable;
    }

    private static bool Add(ISymbol symbol, INamedTypeSymbol? mux, Action<INamedTypeSymbol, string> report, List<MiddlewareModel> all, CancellationToken cancellationToken)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (TypeOf(attribute) is { } type)
            {
                all.Add(new(type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)));
                if (FindHidden(type) is not { } hidden) continue;
                report(type, hidden);
                return false;
            }

            // What cannot be one is reported where the attribute stands.
            if (MemberMiddleware.NameIn(attribute) is not { } name || MemberMiddleware.FindProblem(mux, name) is not null) continue;
            if (MuxParser.Find(mux, cancellationToken) is { } owner) all.Add(new(MemberMiddleware.Escape(name), owner));
        }

        return true;
    }

    /// <summary>How much middleware an assembly puts in front of all its handlers.</summary>
    internal static int CountOf(IAssemblySymbol assembly) => assembly.GetAttributes().Count(static attribute => TypeOf(attribute) is not null);

    private static INamedTypeSymbol? TypeOf(AttributeData attribute) =>
        attribute.AttributeClass is { Name: "UseAttribute", Arity: 1 } known && KnownNames.IsInRouteGen(known)
        && known.TypeArguments[0] is INamedTypeSymbol { TypeKind: not TypeKind.Error } middleware
            ? middleware
            : null;

    // Why a type cannot be named outside of where it stands; null: it can.
    private static string? FindHidden(INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.ContainingType)
            if (HandlerShapes.FindTypeAccessProblem(current) is { } problem) return problem;
        return type.TypeArguments.OfType<INamedTypeSymbol>().Select(FindHidden).FirstOrDefault(static problem => problem is not null);
    }
}
