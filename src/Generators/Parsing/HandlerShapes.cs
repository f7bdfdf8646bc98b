// The conditions for a method to be a handler that generated code can call (RG0101 to RG0103). Each check returns the end of a sentence
// that the diagnostic begins, or null if there is no problem.
using Microsoft.CodeAnalysis;
using RouteGen.Generators.Model;

namespace RouteGen.Generators.Parsing;

internal static class HandlerShapes
{
    /// <summary>Returns the shape of a method's return type, or null if a handler may not return it.</summary>
    internal static HandlerShape? ShapeOf(IMethodSymbol method)
    {
        if (method.ReturnsVoid) return IsAsync(method) ? null : HandlerShape.Void;
        if (method.RefKind != RefKind.None) return null;
        if (KnownNames.IsTask(method.ReturnType)) return HandlerShape.Task;
        return KnownNames.IsValueTask(method.ReturnType) ? HandlerShape.ValueTask : null;
    }

    /// <summary>
    /// Returns the reason why no member of this kind can be a handler, or null for an ordinary method. Other kinds are not checked further,
    /// because the rules for methods would report up to three problems for one mistake.
    /// </summary>
    internal static string? FindKindProblem(IMethodSymbol method) => method.MethodKind switch
    {
        MethodKind.Ordinary => IsInExtensionBlock(method) ? "it is in an extension block; make it a method of the class" : null,
        MethodKind.LocalFunction => "it is a local function; make it a method of a static class",
        MethodKind.AnonymousFunction =>
            "it is a lambda, which the table cannot name; make it a method, or pass it to Http.HandleFunc without the attribute",
        _ => "it is not an ordinary method",
    };

    // Only one declaration of a partial method has the modifier.
    private static bool IsAsync(IMethodSymbol method) => method.IsAsync || method.PartialImplementationPart is { IsAsync: true };

    private static bool AwaitsOrReturnsTask(IMethodSymbol method) =>
        IsAsync(method) || method.ReturnType is INamedTypeSymbol { Arity: 1, Name: "Task" or "ValueTask" };

    // An extension block is a nested type without a name.
    private static bool IsInExtensionBlock(IMethodSymbol method) => method.ContainingType is { Name.Length: 0, ContainingType: not null };

    internal static string? FindShapeProblem(IMethodSymbol method)
    {
        if (IsOpen(method) && (method.IsStatic || !MuxParser.IsMarked(method.ContainingType))) return FindOpenProblem(method);
        if (method.IsGenericMethod) return "it is generic; remove the type parameters";
        if (!MuxParser.IsMarked(method.ContainingType) && FindTypeProblem(method.ContainingType) is { } typeProblem) return typeProblem;
        if (!HasHandlerParameters(method))
        {
            return method.Parameters.Length > 2
                ? "its parameters are not just (ResponseWriter, Request); read other values from the request, as with r.PathValue(\"id\")"
                : "its parameters are not (ResponseWriter, Request); write (ResponseWriter w, Request r)";
        }

        if (method.ReturnsVoid && IsAsync(method)) return "it is async void, so it cannot be awaited; write 'async Task'";
        if (ShapeOf(method) is null)
        {
            return "it returns neither void, Task nor ValueTask; "
                + (AwaitsOrReturnsTask(method) ? "return Task" : "return void") + ", and write the response with w.Write";
        }

        foreach (var attribute in method.GetAttributes())
        {
            if (attribute.AttributeClass is { } type && KnownNames.ForbidsDelegates(type)) return "it cannot be converted to a delegate";
        }

        return null;
    }

    // A mux's instance method may be abstract or virtual: it is called on the instance, which has the override.
    internal static bool IsOpen(IMethodSymbol method) => method.IsAbstract || method.IsVirtual;

    private static string FindOpenProblem(IMethodSymbol method)
    {
        var why = method.IsAbstract ? "it is abstract" : "it is virtual";
        return method.IsStatic || method.ContainingType.TypeKind != TypeKind.Class
            ? why + "; write the attribute on a static method with a body, in a class"
            : why + ", and its class is not a mux; make it a static method with a body, or write '[ServeMux] "
                + (method.ContainingType.IsAbstract ? "abstract " : "") + "partial class " + method.ContainingType.Name + "'";
    }

    internal static string? FindAccessProblem(IMethodSymbol method)
    {
        if (!IsInternal(method.DeclaredAccessibility)) return "it is neither internal nor public";
        return FindTypesAccessProblem(method.ContainingType);
    }

    /// <summary>Returns the reason why no method of a type can be a handler, or null if one can.</summary>
    internal static string? FindTypeProblem(INamedTypeSymbol type)
    {
        if (TypesFrom(type).Any(static type => type.Arity != 0))
            return "it is in a generic type; move it to a class without type parameters";
        return TypesFrom(type).Any(static type => !type.CanBeReferencedByName) ? "it is in a type without a name" : null;
    }

    /// <summary>
    /// Returns the reason why generated code cannot name a type or a type that contains it, or null if it can name all of them.
    /// </summary>
    internal static string? FindTypesAccessProblem(INamedTypeSymbol type) =>
        TypesFrom(type).Select(FindTypeAccessProblem).FirstOrDefault(static problem => problem is not null);

    /// <summary>
    /// Returns the reason why generated code cannot name a type, or null if it can. Does not check the types that contain it.
    /// </summary>
    internal static string? FindTypeAccessProblem(INamedTypeSymbol type)
    {
        if (type.IsFileLocal) return "its type '" + type.Name + "' is local to a file; remove 'file'";
        return IsInternal(type.DeclaredAccessibility) ? null : "its type '" + type.Name + "' is neither internal nor public";
    }

    private static bool HasHandlerParameters(IMethodSymbol method) =>
        method.Parameters.Length == 2
        && method.Parameters.All(static parameter => parameter.RefKind == RefKind.None)
        && KnownNames.IsResponseWriter(method.Parameters[0].Type)
        && KnownNames.IsRequest(method.Parameters[1].Type);

    internal static bool IsInternal(Accessibility accessibility) =>
        accessibility is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal;

    /// <summary>Returns the types that contain a member, innermost first.</summary>
    internal static IEnumerable<INamedTypeSymbol> ContainingTypes(ISymbol member) => TypesFrom(member.ContainingType);

    /// <summary>Returns a type and the types that contain it, innermost first.</summary>
    internal static IEnumerable<INamedTypeSymbol> TypesFrom(INamedTypeSymbol? innermost)
    {
        for (var type = innermost; type is not null; type = type.ContainingType) yield return type;
    }
}
