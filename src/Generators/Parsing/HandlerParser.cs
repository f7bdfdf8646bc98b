// Reads an annotated method into models. The results contain no objects of Roslyn.
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RouteGen.Generators.Diagnostics;
using RouteGen.Generators.Model;
using RouteGen.Routing;

namespace RouteGen.Generators.Parsing;

internal static class HandlerParser
{
    /// <summary>Reads a method declaration and its attributes of one kind.</summary>
    internal static HandlerResult Parse(AttributedNode context, CancellationToken cancellationToken) =>
        context.TargetSymbol is IMethodSymbol method
        ? Parse(context.TargetNode, method, context.Attributes, context.SemanticModel, cancellationToken)
        : HandlerResult.None;

    /// <summary>Reads a method declaration and all its attributes. Returns a result for each kind of attribute.</summary>
    internal static IEnumerable<HandlerResult> ParseAll(
        MethodDeclarationSyntax declaration, Compilation compilation, CancellationToken cancellationToken)
    {
        var model = compilation.GetSemanticModel(declaration.SyntaxTree);
        return model.GetDeclaredSymbol(declaration, cancellationToken) is not { } method
            ? []
            : method.GetAttributes()
                .Where(RouteAttributes.Contains)
                .GroupBy(static attribute => attribute.AttributeClass!.Name, StringComparer.Ordinal)
                .Select(kind => Parse(declaration, method, kind.ToImmutableArray(), model, cancellationToken));
    }

    private static HandlerResult Parse(
        SyntaxNode declaration, IMethodSymbol method, ImmutableArray<AttributeData> attributes, SemanticModel model,
        CancellationToken cancellationToken)
    {
        var problems = new List<DiagnosticInfo>();
        var registrations = new List<Registration>();

        // The compiler rejects the attributes on a return value ([return: Get]) and on a constructor, so they are ignored here.
        if (method.GetAttributes().FirstOrDefault(RouteAttributes.Contains) is not { } first) return HandlerResult.None;
        if (method.MethodKind is MethodKind.Constructor or MethodKind.StaticConstructor) return HandlerResult.None;

        // A method is read once for each kind of attribute. Its own problems are reported only the first time.
        var isFirst = attributes.Contains(first);
        var route = ParseMethod(method, first, isFirst ? problems : [], model.Compilation, cancellationToken);
        var patterns = new List<(RoutePattern Pattern, LocationInfo Location)>();
        foreach (var attribute in attributes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken) is not AttributeSyntax syntax) continue;

            // The symbols of a partial method's two declarations share all attributes. Each attribute is read with its own declaration.
            if (!declaration.Span.Contains(syntax.Span)) continue;
            if (ParsePattern(method, attribute, syntax, problems) is not { } pattern || route is null) continue;
            if (!TryFindMux(method, attribute, syntax, problems, out var mux, cancellationToken)) continue;
            if (FindForeign(route, mux) is { } foreign)
            {
                problems.Add(
                    DiagnosticInfo.At(
                        LocationInfo.From(syntax.GetLocation()), DiagnosticIds.NotMemberMiddleware, foreign.Name,
                        "'" + route.HandlerName + "' belongs to another mux"));
                continue;
            }

            registrations.Add(new(route.With(pattern, mux), LocationInfo.From(syntax.GetLocation())));
            patterns.Add((pattern, LocationInfo.From(ArgumentOf(syntax).GetLocation())));
        }

        if (patterns.Count != 0 && PathValueReads.Of(declaration, method, model, cancellationToken) is { } reads)
            PathValueProblems.Add(
                method.ContainingType.Name + "." + method.Name, patterns, PathValueProblems.PatternsOf(method), reads, isFirst,
                route!.Middleware.Count != 0, problems);
        return new(new([.. registrations]), new([.. problems]));
    }

    // Returns a middleware that is a method of a mux other than the handler's mux, or null for none. The handler's mux has no instance on
    // which to call such a method.
    private static MiddlewareModel? FindForeign(RouteModel route, MuxModel? mux) =>
        route.Middleware.FirstOrDefault(middleware => middleware.Owner is not null && middleware.Owner != mux);

    // Returns the route without its pattern, or null if the method cannot be a handler.
    private static RouteModel? ParseMethod(
        IMethodSymbol method, AttributeData attribute, List<DiagnosticInfo> problems, Compilation compilation,
        CancellationToken cancellationToken)
    {
        var problemCount = problems.Count;
        var named = method.ContainingType is { Name.Length: 0, ContainingType: { } around } ? around : method.ContainingType;
        var name = named.Name + "." + method.Name;
        void Report(string id, params string[] arguments) =>
            problems.Add(DiagnosticInfo.At(LocationInfo.From(method.Locations[0]), id, [name, .. arguments]));

        if (HandlerShapes.FindKindProblem(method) is { } kindProblem)
        {
            if (method.MethodKind == MethodKind.LocalFunction) Report(DiagnosticIds.Inaccessible, kindProblem);
            else if (method.MethodKind != MethodKind.AnonymousFunction) Report(DiagnosticIds.WrongSignature, kindProblem);
            else if (attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken) is { } place)
                problems.Add(
                    DiagnosticInfo.At(
                        LocationInfo.From(place.GetLocation()), DiagnosticIds.WrongSignature, "lambda in " + method.ContainingType.Name,
                        kindProblem));
            return null;
        }

        var isInMux = MuxParser.IsMarked(method.ContainingType);
        if (HandlerShapes.FindShapeProblem(method) is { } shapeProblem) Report(DiagnosticIds.WrongSignature, shapeProblem);

        // An abstract or virtual method is not static either, and one problem is enough.
        if (!method.IsStatic && !isInMux && !HandlerShapes.IsOpen(method)) Report(DiagnosticIds.NotStatic, method.ContainingType.Name);

        // The table of a mux is nested in its class, so it has access to private members.
        if (!isInMux && HandlerShapes.FindAccessProblem(method) is { } accessProblem) Report(DiagnosticIds.Inaccessible, accessProblem);
        if (problems.Count != problemCount) return null;

        var type = TypeNames.Of(method.ContainingType, compilation);
        return MiddlewareParser.Parse(method, problems, compilation, cancellationToken) is not { } middleware
            ? null
            : RouteOf(
                type, TypeNames.ForPeople(type), method.Name, method.IsStatic, HandlerShapes.ShapeOf(method)!.Value, middleware);
    }

    /// <summary>Returns the route of a handler, without its pattern and its mux.</summary>
    /// <param name="type">The fully qualified name of the containing type, as C# source.</param>
    /// <param name="typeName">The display name of the containing type.</param>
    /// <param name="name">The name of the method.</param>
    /// <param name="isStatic">True if the method is static; otherwise it is an instance method of a mux.</param>
    /// <param name="shape">The return type.</param>
    /// <param name="middleware">The middleware of the handler.</param>
    internal static RouteModel RouteOf(
        string type, string typeName, string name, bool isStatic, HandlerShape shape, EquatableArray<MiddlewareModel> middleware) =>
        new("", (isStatic ? type : "mux") + "." + TypeNames.Escape(name), typeName + "." + name, shape, middleware);

    // Finds the mux that the attribute names, or else the mux that contains the method, or else null for the default mux. Returns false if
    // the class is not a mux or cannot serve the method.
    private static bool TryFindMux(
        IMethodSymbol method, AttributeData attribute, AttributeSyntax syntax, List<DiagnosticInfo> problems, out MuxModel? mux,
        CancellationToken cancellationToken)
    {
        var named = RouteAttributes.MuxOf(attribute);
        var type = named ?? (MuxParser.IsMarked(method.ContainingType) ? method.ContainingType : null);
        mux = MuxParser.Find(type, cancellationToken);
        if (type is null) return true;

        // MuxParser reports a class with [ServeMux] that cannot be a mux.
        if (!MuxParser.IsMarked(type)) AddProblem(MuxParser.UnmarkedProblem(type, method.ContainingAssembly));
        else if (!SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, method.ContainingAssembly))
            AddProblem("it is in another project, whose build generates its table; move '" + method.Name + "' to that project");
        else if (!method.IsStatic && !SymbolEqualityComparer.Default.Equals(type, method.ContainingType))
            AddProblem("it has no instance of '" + method.ContainingType.Name + "'");
        else return mux is not null;
        return false;

        void AddProblem(string why) =>
            problems.Add(DiagnosticInfo.At(LocationInfo.From(syntax.GetLocation()), DiagnosticIds.NotAMux, type.Name, why));
    }

    private static RoutePattern? ParsePattern(
        IMethodSymbol method, AttributeData attribute, AttributeSyntax syntax, List<DiagnosticInfo> problems)
    {
        // The compiler reports invalid arguments.
        var text = RouteAttributes.PatternOf(method, attribute);
        if (text is null && !(attribute.ConstructorArguments.Length == 1 && attribute.ConstructorArguments[0].IsNull)) return null;
        var error = "It is null.";
        var written = RouteAttributes.TextOf(attribute);
        if (written is not null && PatternPrefixes.HasTwoHosts(method, written))
            (text, error) = (written, "It names a host, and so does the prefix of its class.");
        else if (text is not null && RoutePattern.TryParse(text, out var pattern, out error))
        {
            // A word that the text does not contain is a prefix without a slash, which is reported itself.
            if ((written?.Contains(pattern!.Host) != false || pattern!.Host.IndexOfAny(['.', ':']) >= 0)
                && PatternProblems.OfHabit(LocationInfo.From(ArgumentOf(syntax).GetLocation()), pattern!) is { } habit) problems.Add(habit);
            return pattern;
        }

        problems.Add(PatternProblems.OfRoute(LocationInfo.From(ArgumentOf(syntax).GetLocation()), text, error));
        return null;
    }

    /// <summary>Returns the display name of a type. The display names of its handlers begin with this name.</summary>
    internal static string NameOf(INamedTypeSymbol type) =>
        TypeNames.ForPeople(type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat));

    private static SyntaxNode ArgumentOf(AttributeSyntax syntax) => syntax.ArgumentList?.Arguments.FirstOrDefault() ?? (SyntaxNode)syntax;
}
