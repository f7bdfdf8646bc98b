// Reads a member with [Mount] into models. The member's type determines the mux. The object is known only at run time.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RouteGen.Generators.Diagnostics;
using RouteGen.Generators.Emitting;
using RouteGen.Generators.Model;
using RouteGen.Routing;

namespace RouteGen.Generators.Parsing;

internal static class MountParser
{
    /// <summary>Reads a member and the attributes of its declaration.</summary>
    internal static MountResult Parse(AttributedNode context, CancellationToken cancellationToken)
    {
        // The compiler rejects the attribute on anything but a field or property.
        if (context.TargetSymbol is not (IFieldSymbol or IPropertySymbol))
            return new(EquatableArray<Mount>.Empty, EquatableArray<DiagnosticInfo>.Empty);
        var member = context.TargetSymbol;
        var problems = new List<DiagnosticInfo>();
        var mounts = new List<Mount>();
        var isFirst = true;
        foreach (var attribute in context.Attributes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken) is not AttributeSyntax syntax) continue;

            // The symbols of a partial property's two declarations share all attributes. Each attribute is read with its own declaration.
            // The attributes of a field are outside of the variable's node.
            if (member is IPropertySymbol && !context.TargetNode.Span.Contains(syntax.Span)) continue;
            var path = ParsePath(member, attribute, syntax, problems);
            var model = ParseMember(member, context.SemanticModel.Compilation, isFirst ? problems : [], cancellationToken);
            isFirst = false;
            if (model is null || path is null) continue;
            mounts.Add(new(model with { Host = path.Host, Path = path.Path.TrimEnd('/') }, LocationInfo.From(syntax.GetLocation())));
        }

        if (FindFirstField(context.TargetNode) is not { } other) return new(new([.. mounts]), new([.. problems]));
        var why = "it shares its declaration, and so its path, with '" + other + "'; declare it on its own";
        return new(
            EquatableArray<Mount>.Empty,
            new([.. mounts.Take(1).Select(
                mount => DiagnosticInfo.At(
                    LocationInfo.From(member.Locations[0]), DiagnosticIds.NotMountable, mount.Model.MemberName, why))]));
    }

    // Fields of one declaration share its attributes. Only the first field is mounted, and problems of the attributes are reported for it.
    // Returns the name of the first field for each of the others, and null for the first.
    private static string? FindFirstField(SyntaxNode node) =>
        node is VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables: var fields } } && node != fields[0]
            ? fields[0].Identifier.ValueText
            : null;

    private static RoutePattern? ParsePath(ISymbol member, AttributeData attribute, AttributeSyntax syntax, List<DiagnosticInfo> problems)
    {
        // The compiler reports invalid arguments.
        if (attribute.ConstructorArguments.Length != 1 || attribute.ConstructorArguments[0].Kind != TypedConstantKind.Primitive)
            return null;
        var text = attribute.ConstructorArguments[0].Value as string;
        var error = "It is null.";
        RoutePattern? pattern = null;
        if (text is not null && PatternPrefixes.HasTwoHosts(member, text)) error = "It names a host, and so does the prefix of its class.";
        else if (text is not null && RoutePattern.TryParse(PatternPrefixes.Apply(member, text), out pattern, out error))
            error = FindPathError(pattern!, text);
        else if (text is not null && text.IndexOf('/') < 0 && Correct(text) is { } path)
            error = "The path of a mount begins and ends with a slash: write [Mount(" + Literals.Quote(path) + ")].";
        var location = LocationInfo.From((syntax.ArgumentList?.Arguments.FirstOrDefault() ?? (SyntaxNode)syntax).GetLocation());
        if (error.Length == 0)
        {
            if (PatternProblems.OfHabit(location, pattern!) is { } habit) problems.Add(habit);
            return pattern;
        }

        problems.Add(PatternProblems.Of(location, pattern?.Text ?? text, error));
        return null;
    }

    // Returns the path that a text without a slash was probably meant to be, or null if that path is invalid. Text with a dot or a colon is
    // treated as a host.
    private static string? Correct(string text)
    {
        var path = text.IndexOfAny(['.', ':']) < 0 ? "/" + text + "/" : text + "/";
        return RoutePattern.TryParse(path, out var pattern, out _) && FindPathError(pattern!, path).Length == 0 ? path : null;
    }

    private static string FindPathError(RoutePattern pattern, string text)
    {
        if (pattern.Method.Length != 0) return "A mount has no method, because it serves all methods.";
        if (pattern.Path.IndexOf('{') >= 0)
            return "The path of a mount, including the prefixes of its containing classes, cannot have wildcards.";
        return pattern.HasTail
            ? ""
            : "The path of a mount must end in a slash, because the mux serves all paths below it: write [Mount("
                + Literals.Quote(text + "/") + ")].";
    }

    // Returns the mount without its path, or null if the member cannot be mounted.
    private static MountModel? ParseMember(
        ISymbol member, Compilation compilation, List<DiagnosticInfo> problems, CancellationToken cancellationToken)
    {
        var name = HandlerParser.NameOf(member.ContainingType) + "." + member.Name;
        var type = (member as IFieldSymbol)?.Type ?? ((IPropertySymbol)member).Type;
        var isInMux = MuxParser.IsMarked(member.ContainingType);
        var why = FindTypeProblem(type, member) ?? FindMemberProblem(member) ?? (isInMux ? null : FindStaticProblem(member, compilation));
        if (why is not null)
        {
            problems.Add(DiagnosticInfo.At(LocationInfo.From(member.Locations[0]), DiagnosticIds.NotMountable, name, why));
            return null;
        }

        // MuxParser reports a class with [ServeMux] that cannot be a mux.
        var outer = isInMux ? MuxParser.Find(member.ContainingType, cancellationToken) : null;
        if (MuxParser.Find(type as INamedTypeSymbol, cancellationToken) is not { } inner || (isInMux && outer is null)) return null;
        if (MiddlewareParser.Parse(member, problems, compilation, cancellationToken) is not { } middleware) return null;
        if (middleware.FirstOrDefault(one => one.Owner is not null && one.Owner != outer) is { } foreign)
        {
            problems.Add(
                DiagnosticInfo.At(
                    LocationInfo.From(member.Locations[0]), DiagnosticIds.NotMemberMiddleware, foreign.Name,
                    "'" + name + "' is mounted in another mux"));
            return null;
        }

        var owner = member.IsStatic ? TypeNames.Of(member.ContainingType, compilation) : "mux";
        return new(
            outer, inner, "", "", owner + "." + TypeNames.Escape(member.Name), name, middleware,
            MiddlewareParser.CountOf(member.ContainingAssembly));
    }

    private static string? FindTypeProblem(ITypeSymbol type, ISymbol member)
    {
        // The compiler reports unknown types.
        if (type.TypeKind == TypeKind.Error) return null;
        if (type is not INamedTypeSymbol named || !MuxParser.IsMarked(named))
            return "its type '" + (type.Name.Length == 0 ? type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat) : type.Name)
                + "' lacks [ServeMux]; register handlers of other types at run time with Http.Handle";
        return SymbolEqualityComparer.Default.Equals(named.ContainingAssembly, member.ContainingAssembly)
            ? null
            : "its type '" + type.Name
                + "' is in another project, whose build generates its table; register it at run time with Http.Handle and Http.StripPrefix";
    }

    private static string? FindMemberProblem(ISymbol member) => member switch
    {
        IPropertySymbol { GetMethod: null } => "it cannot be read",
        IPropertySymbol { Parameters.Length: not 0 } or { CanBeReferencedByName: false } =>
            "it is an indexer or implements an interface explicitly",
        { IsStatic: true, IsAbstract: true } or { IsStatic: true, IsVirtual: true } =>
            "it is a static abstract or virtual member, which belongs to the implementing type",
        _ => null,
    };

    private static string? FindStaticProblem(ISymbol member, Compilation compilation)
    {
        var isReadOnly = member is IFieldSymbol { IsReadOnly: true } or IPropertySymbol { SetMethod: null };
        if (!member.IsStatic || !isReadOnly) return "it is neither a member of a class with [ServeMux] nor static and readonly";
        if (HandlerShapes.ContainingTypes(member).Any(static type => type.Arity != 0)) return "it is in a generic type";
        if (FindAccessProblem(member) is { } accessProblem) return accessProblem;
        return LibraryReader.IsExecutable(compilation)
            ? null
            : "the table of DefaultServeMux belongs to the program, and this project is a library";
    }

    private static string? FindAccessProblem(ISymbol member)
    {
        if (!HandlerShapes.IsInternal(member.DeclaredAccessibility)) return "it is neither internal nor public";
        if (member is IPropertySymbol { GetMethod: { } getter } && !HandlerShapes.IsInternal(getter.DeclaredAccessibility))
            return "its getter is neither internal nor public";
        return HandlerShapes.ContainingTypes(member).Select(HandlerShapes.FindTypeAccessProblem)
            .FirstOrDefault(static problem => problem is not null);
    }
}
