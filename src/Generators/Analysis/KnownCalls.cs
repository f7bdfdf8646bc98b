using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RouteGen.Generators.Analysis;

/// <summary>The types and methods of RouteGen that the analyzers look for.</summary>
internal static class KnownCalls
{
    /// <summary>Returns true if a type is the top-level type of this name in the namespace RouteGen.</summary>
    internal static bool IsRouteGen(ITypeSymbol? type, string name) =>
        type is { ContainingType: null } && type.Name == name
        && type.ContainingNamespace is { Name: "RouteGen", ContainingNamespace.IsGlobalNamespace: true };

    /// <summary>Returns true if a type is declared in the namespace RouteGen.</summary>
    internal static bool IsOfRouteGen(ITypeSymbol? type) =>
        type?.ContainingNamespace is { Name: "RouteGen", ContainingNamespace.IsGlobalNamespace: true };

    /// <summary>Returns the type of an awaited value: the result of a task, or the type itself.</summary>
    internal static ITypeSymbol? AwaitedType(ITypeSymbol? type) =>
        type is INamedTypeSymbol { Arity: 1, Name: "Task" or "ValueTask" } task && IsOfTasks(task) ? task.TypeArguments[0] : type;

    /// <summary>Returns true if a type is <c>Task</c> or <c>ValueTask</c>, with or without a result.</summary>
    internal static bool IsTask(ITypeSymbol? type) => type is { Name: "Task" or "ValueTask" } && IsOfTasks(type);

    /// <summary>
    /// Returns true if a call produces part of a response: it calls a handler (through the interface or a delegate), a method of a response
    /// writer, or a method of RouteGen that takes a response writer.
    /// </summary>
    internal static bool IsPartOfResponse(IInvocationOperation call)
    {
        var type = call.TargetMethod.ContainingType;
        if (IsRouteGen(type, "AsyncHandlerFunc") || IsRouteGen(type, "ValueTaskHandlerFunc")) return true;
        if (call.TargetMethod.Name == "ServeHttpAsync")
            return IsRouteGen(type, "IHandler") || type.AllInterfaces.Any(static face => IsRouteGen(face, "IHandler"));
        for (var current = type; current is not null; current = current.BaseType)
            if (IsRouteGen(current, "ResponseWriter")) return true;
        // Http.ServeFileAsync and others.
        return IsOfRouteGen(type) && call.TargetMethod.Parameters.Any(static parameter => IsRouteGen(parameter.Type, "ResponseWriter"));
    }

    /// <summary>Returns true if the task of a call completes when a server ends.</summary>
    internal static bool RunsServer(IInvocationOperation call) =>
        (IsRouteGen(call.TargetMethod.ContainingType, "Http") || IsRouteGen(call.TargetMethod.ContainingType, "Server"))
        && call.TargetMethod.Name is "ListenAndServeAsync" or "ListenAndServeTlsAsync" or "ServeAsync" or "ServeTlsAsync" or "RunAsync";

    private static bool IsOfTasks(ITypeSymbol type) => type.ContainingNamespace is
    {
        Name: "Tasks",
        ContainingNamespace: { Name: "Threading", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } },
    };
}
