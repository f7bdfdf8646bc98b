using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RouteGen.Generators.Analysis;

/// <summary>Finds the synchronous form of an asynchronous method of RouteGen.</summary>
internal static class SynchronousForm
{
    private const string Suffix = "Async";

    /// <summary>
    /// Returns the name of the synchronous form, which has the same name without Async and the same parameters, or null if there is none.
    /// It may omit a cancellation token that the call does not pass.
    /// </summary>
    internal static string? Of(IInvocationOperation call)
    {
        var method = call.TargetMethod.OriginalDefinition;
        if (!method.Name.EndsWith(Suffix, StringComparison.Ordinal) || !KnownCalls.IsTask(method.ReturnType)
            || !KnownCalls.IsOfRouteGen(method.ContainingType)) return null;
        var name = method.Name.Substring(0, method.Name.Length - Suffix.Length);
        var passed = method.Parameters.Where(parameter => !IsTokenLeftOut(call, parameter)).Select(static parameter => TypeOf(parameter));
        var all = method.Parameters.Select(static parameter => TypeOf(parameter));
        return method.ContainingType.GetMembers(name).OfType<IMethodSymbol>().Any(IsTwin) ? name : null;

        bool IsTwin(IMethodSymbol twin)
        {
            var types = twin.Parameters.Select(static parameter => TypeOf(parameter));
            return method.DeclaredAccessibility == twin.DeclaredAccessibility && method.IsStatic == twin.IsStatic
                && (types.SequenceEqual(all) || types.SequenceEqual(passed));
        }
    }

    // Returns the text by which types are compared. Type parameters of different methods are equal if they have the same name.
    private static string TypeOf(IParameterSymbol parameter) => parameter.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    private static bool IsTokenLeftOut(IInvocationOperation call, IParameterSymbol parameter) =>
        parameter.Type.Name == "CancellationToken"
        && call.Arguments.Any(argument =>
            argument.Parameter?.Ordinal == parameter.Ordinal && argument.ArgumentKind == ArgumentKind.DefaultValue);
}
