using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RouteGen.Generators.Analysis;

/// <summary>Recognises the members of the library that the analyzers are about.</summary>
internal static class KnownCalls
{
    /// <summary>True if a type is one of the library's, by its name.</summary>
    internal static bool IsRouteGen(ITypeSymbol? type, string name) =>
        type is { ContainingType: null } && type.Name == name
        && type.ContainingNamespace is { Name: "RouteGen", ContainingNamespace.IsGlobalNamespace: true };

    /// <summary>True if a type is declared in the library's namespace.</summary>
    internal static bool IsOfRouteGen(ITypeSymbol? type) =>
        type?.ContainingNamespace is { Name: "RouteGen", ContainingNamespace.IsGlobalNamespace: true };

    /// <summary>Returns the type of an awaited value: the result of a task, or the type itself.</summary>
    internal static ITypeSymbol? AwaitedType(ITypeSymbol? type) =>
        type is INamedTypeSymbol { Arity: 1, Name: "Task" or "ValueTask" } task && IsOfTasks(task) ? task.TypeArguments[0] : type;

    /// <summary>True if the type is <c>Task</c> or <c>ValueTask</c>, with a result or without.</summary>
    internal static bool IsTask(ITypeSymbol? type) => type is { Name: "Task" or "ValueTask" } && IsOfTasks(type);

    /// <summary>
    /// True if the call is part of a response: a handler that is called, by the interface or by a delegate, or a write or flush of a
    /// response writer.
    /// </summary>
    internal static bool IsPartOfResponse(IInvocationOperation call)
    {
        var type = call.TargetMethod.ContainingType;
        if (IsRouteGen(type, "AsyncHandlerFunc") || IsRouteGen(type, "ValueTaskHandlerFunc")) return true;
        if (call.TargetMethod.Name == "ServeHttpAsync")
            return IsRouteGen(type, "IHandler") || type.AllInterfaces.Any(static face => IsRouteGen(face, "IHandler"));
        for (var current = type; current is not null; current = current.BaseType)
            if (IsRouteGen(current, "ResponseWriter")) return true;
        return false;
    }

    private static bool IsOfTasks(ITypeSymbol type) => type.ContainingNamespace is
    {
        Name: "Tasks",
        ContainingNamespace: { Name: "Threading", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } },
    };
}
