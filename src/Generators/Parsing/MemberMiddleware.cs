// Checks [Use(nameof(M))], which declares a method of a mux as middleware (RG0109).
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RouteGen.Generators.Diagnostics;
using RouteGen.Generators.Emitting;
using RouteGen.Generators.Model;

namespace RouteGen.Generators.Parsing;

internal static class MemberMiddleware
{
    /// <summary>Returns a diagnostic for each invalid <c>[Use]</c> attribute on one class or method.</summary>
    internal static EquatableArray<DiagnosticInfo> Check(AttributedNode context, CancellationToken cancellationToken)
    {
        var problems = new List<DiagnosticInfo>();
        var mux = context.TargetSymbol as INamedTypeSymbol ?? context.TargetSymbol.ContainingType;
        foreach (var attribute in context.Attributes)
        {
            if (attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken) is not AttributeSyntax syntax
                || !context.TargetNode.Span.Contains(syntax.Span)) continue;
            if (NameIn(attribute) is not { } name || FindProblem(mux, name) is not { } problem) continue;
            problems.Add(
                DiagnosticInfo.At(
                    LocationInfo.From(syntax.GetLocation()), DiagnosticIds.NotMemberMiddleware, Literals.Escape(name), problem));
        }

        return new([.. problems]);
    }

    /// <summary>Returns the name in a <c>[Use]</c> attribute, or null for another attribute or an invalid argument.</summary>
    internal static string? NameIn(AttributeData attribute)
    {
        if (attribute.AttributeClass is not { Name: "UseAttribute", Arity: 0 } type || !KnownNames.IsInRouteGen(type)) return null;
        if (attribute.ConstructorArguments.Length != 1 || attribute.ConstructorArguments[0].Kind != TypedConstantKind.Primitive)
            return null;
        return attribute.ConstructorArguments[0].Value as string ?? "";
    }

    /// <summary>Returns the reason why a name is not middleware of a mux, as the end of a sentence, or null if it is.</summary>
    /// <param name="mux">The class that has or contains the attribute, or null for none.</param>
    /// <param name="name">The name.</param>
    internal static string? FindProblem(INamedTypeSymbol? mux, string name)
    {
        if (mux is null || !MuxParser.IsMarked(mux))
            return "the attribute is not on a class with [ServeMux] or one of its methods; use [Use<T>] instead";
        var methods = MethodsOf(mux, name);
        if (methods.Length == 0) return "'" + mux.Name + "' has no such method";
        if (methods.Length != 1) return "'" + mux.Name + "' has several methods of that name";
        if (methods[0].IsStatic) return "it is static; remove the modifier, or write a type that implements IMiddleware and use [Use<T>]";
        return HasShape(methods[0])
            ? null
            : "its signature is not ValueTask " + name + "<TNext>(ResponseWriter w, Request r, TNext next) where TNext : struct, IHandler";
    }

    // Returns the methods with a name. Methods of a class hide the methods of its base classes.
    private static IMethodSymbol[] MethodsOf(INamedTypeSymbol mux, string name)
    {
        for (var type = mux; type is not null; type = type.BaseType)
        {
            var methods = type.GetMembers(name).OfType<IMethodSymbol>()
                .Where(method => SymbolEqualityComparer.Default.Equals(type, mux) || IsInherited(method, mux)).ToArray();
            if (methods.Length != 0) return methods;
        }

        return [];
    }

    private static bool IsInherited(IMethodSymbol method, INamedTypeSymbol mux) => method.DeclaredAccessibility switch
    {
        Accessibility.Private or Accessibility.NotApplicable => false,
        Accessibility.Internal or Accessibility.ProtectedAndInternal => SymbolEqualityComparer.Default.Equals(
            method.ContainingAssembly, mux.ContainingAssembly),
        _ => true,
    };

    private static bool HasShape(IMethodSymbol method) =>
        method is { MethodKind: MethodKind.Ordinary, Arity: 1, RefKind: RefKind.None, Parameters.Length: 3, CanBeReferencedByName: true }
        && KnownNames.IsValueTask(method.ReturnType)
        && method.Parameters.All(static parameter => parameter.RefKind == RefKind.None)
        && KnownNames.IsResponseWriter(method.Parameters[0].Type)
        && KnownNames.IsRequest(method.Parameters[1].Type)
        && SymbolEqualityComparer.Default.Equals(method.Parameters[2].Type, method.TypeParameters[0])
        && method.TypeParameters[0] is { HasValueTypeConstraint: true, HasUnmanagedTypeConstraint: false } next
        && next.ConstraintTypes.All(static constraint => KnownNames.IsHandler(constraint));
}
