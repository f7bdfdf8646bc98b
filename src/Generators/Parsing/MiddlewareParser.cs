// Reads the middleware of a handler or of a mounted mux, outermost first: the middleware of the assembly, of the containing classes, and of
// the member itself. Middleware is a type ([Use<T>]) or a method of the mux that contains the attribute ([Use(nameof(M))]).
using Microsoft.CodeAnalysis;
using RouteGen.Generators.Diagnostics;
using RouteGen.Generators.Model;

namespace RouteGen.Generators.Parsing;

internal static class MiddlewareParser
{
    /// <summary>Returns the middleware of a member, or null if generated code cannot access some of it.</summary>
    /// <param name="member">The method or the mounted member.</param>
    /// <param name="problems">Receives the problems.</param>
    /// <param name="compilation">The compilation that contains the member.</param>
    /// <param name="cancellationToken">Cancels the parse.</param>
    internal static EquatableArray<MiddlewareModel>? Parse(
        ISymbol member, List<DiagnosticInfo> problems, Compilation compilation, CancellationToken cancellationToken)
    {
        var all = new List<MiddlewareModel>();
        var isReachable = AddAround(member.ContainingType, Report, all, compilation, cancellationToken);
        return isReachable && Add(member, member.ContainingType, Report, all, compilation, cancellationToken) ? new(all.ToArray()) : null;

        void Report(INamedTypeSymbol type, string hidden) =>
            problems.Add(DiagnosticInfo.At(LocationInfo.From(member.Locations[0]), DiagnosticIds.Inaccessible, type.Name, hidden));
    }

    /// <summary>
    /// Returns the middleware that applies to every handler of a type: that of the assembly and of the containing classes. Null if
    /// generated code cannot access some of it.
    /// </summary>
    internal static EquatableArray<MiddlewareModel>? ParseAround(
        INamedTypeSymbol type, Compilation compilation, CancellationToken cancellationToken)
    {
        var all = new List<MiddlewareModel>();
        return AddAround(type, static (_, _) => { }, all, compilation, cancellationToken) ? new(all.ToArray()) : null;
    }

    /// <summary>Returns a problem, located at the type, for each middleware of the type to which generated code has no access.</summary>
    internal static EquatableArray<DiagnosticInfo> FindHiddenAround(INamedTypeSymbol type, Compilation compilation)
    {
        var problems = new List<DiagnosticInfo>();
        AddAround(
            type,
            (middleware, hidden) =>
                problems.Add(DiagnosticInfo.At(LocationInfo.From(type.Locations[0]), DiagnosticIds.Inaccessible, middleware.Name, hidden)),
            [], compilation, CancellationToken.None);
        return new([.. problems]);
    }

    /// <summary>
    /// Returns a problem, located at its attribute, for each middleware of the assembly that generated code cannot access. The problem is
    /// reported even if the assembly has no handlers, because the middleware also applies to the handlers of its libraries.
    /// </summary>
    internal static EquatableArray<DiagnosticInfo> FindHidden(IEnumerable<AttributeData> ofAssembly, CancellationToken cancellationToken)
    {
        var problems = new List<DiagnosticInfo>();
        foreach (var attribute in ofAssembly)
        {
            if (TypeOf(attribute) is not { } type || FindHidden(type) is not { } hidden) continue;
            if (attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken) is not { } syntax) continue;
            problems.Add(DiagnosticInfo.At(LocationInfo.From(syntax.GetLocation()), DiagnosticIds.Inaccessible, type.Name, hidden));
        }

        return new([.. problems]);
    }

    /// <summary>
    /// Returns the middleware of the assembly, or null if generated code cannot access some of it. Returns null for all files but the first
    /// one with such middleware, because each file would yield all middleware.
    /// </summary>
    internal static EquatableArray<MiddlewareModel>? ParseAssembly(Compilation compilation, SyntaxTree file)
    {
        var first = compilation.Assembly.GetAttributes().FirstOrDefault(static attribute => TypeOf(attribute) is not null);
        if (first?.ApplicationSyntaxReference?.SyntaxTree != file) return null;
        var all = new List<MiddlewareModel>();
        return Add(compilation.Assembly, null, static (_, _) => { }, all, compilation, CancellationToken.None) ? new(all.ToArray()) : null;
    }

    /// <summary>
    /// Returns the middleware of a handler that a call registers: first of the assembly, then of the method or lambda. Returns null if
    /// generated code cannot access some of it.
    /// </summary>
    /// <param name="assembly">The assembly, or null if the call registers with a mux that the assembly's middleware does not cover.</param>
    /// <param name="handler">The method or lambda, or null if something else is registered.</param>
    /// <param name="compilation">The compilation that contains the call.</param>
    internal static EquatableArray<MiddlewareModel>? ParseOfCall(IAssemblySymbol? assembly, IMethodSymbol? handler, Compilation compilation)
    {
        var all = new List<MiddlewareModel>();
        var isReachable = assembly is null || Add(assembly, null, static (_, _) => { }, all, compilation, CancellationToken.None);
        if (handler is not null) isReachable &= Add(handler, null, static (_, _) => { }, all, compilation, CancellationToken.None);
        return isReachable ? new(all.ToArray()) : null;
    }

    private static bool AddAround(
        INamedTypeSymbol innermost, Action<INamedTypeSymbol, string> report, List<MiddlewareModel> all, Compilation compilation,
        CancellationToken cancellationToken)
    {
        var isReachable = Add(innermost.ContainingAssembly, null, static (_, _) => { }, all, compilation, cancellationToken);
        foreach (var type in HandlerShapes.TypesFrom(innermost).Reverse())
            isReachable &= Add(type, type, report, all, compilation, cancellationToken);
        return isReachable;
    }

    private static bool Add(
        ISymbol symbol, INamedTypeSymbol? mux, Action<INamedTypeSymbol, string> report, List<MiddlewareModel> all, Compilation compilation,
        CancellationToken cancellationToken)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (TypeOf(attribute) is { } type)
            {
                all.Add(new(TypeNames.Of(type, compilation)));
                if (FindHidden(type) is not { } hidden) continue;
                report(type, hidden);
                return false;
            }

            // An invalid name is reported at its attribute, by MemberMiddleware.Check.
            if (MemberMiddleware.NameIn(attribute) is not { } name || MemberMiddleware.FindProblem(mux, name) is not null) continue;
            if (MuxParser.Find(mux, cancellationToken) is { } owner) all.Add(new(TypeNames.Escape(name), owner));
        }

        return true;
    }

    /// <summary>Counts the middleware of an assembly.</summary>
    internal static int CountOf(IAssemblySymbol assembly) =>
        assembly.GetAttributes().Count(static attribute => TypeOf(attribute) is not null);

    private static INamedTypeSymbol? TypeOf(AttributeData attribute) =>
        attribute.AttributeClass is { Name: "UseAttribute", Arity: 1 } known && KnownNames.IsInRouteGen(known)
        && known.TypeArguments[0] is INamedTypeSymbol { TypeKind: not TypeKind.Error } middleware
            ? middleware
            : null;

    // Returns the reason why generated code cannot name a type, its containing types or its type arguments, or null if it can.
    private static string? FindHidden(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol array) return FindHidden(array.ElementType);
        if (type is IPointerTypeSymbol or IFunctionPointerTypeSymbol)
            return "a type argument has the pointer type '" + type.ToDisplayString() + "'";
        if (type is not INamedTypeSymbol named) return null;
        for (var current = named; current is not null; current = current.ContainingType)
        {
            if (HandlerShapes.FindTypeAccessProblem(current) is { } problem) return problem;
            if (current.TypeArguments.Select(FindHidden).FirstOrDefault(static hidden => hidden is not null) is { } hidden) return hidden;
        }

        return null;
    }
}
