#if ROSLYN414
// From a line that registers a handler with the default mux, such as Http.HandleFunc("/x", (w, r) => ...), to values. A line whose pattern is no
// constant, or which registers with another mux, is none of ours: it does at run time what it says.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RouteGen.Generators.Diagnostics;
using RouteGen.Generators.Model;
using RouteGen.Routing;

namespace RouteGen.Generators.Parsing;

internal static class LineParser
{
    /// <summary>Reason of RG0210 where nothing is put in place of calls.</summary>
    internal const string NotIntercepted = "calls are not intercepted in this project";

    /// <summary>Reason of RG0210 where one text stands in two files.</summary>
    internal const string CopiedFile = "the same call stands in a copy of its file, and then neither is intercepted";

    private static readonly SpecialType[] s_types =
        [SpecialType.System_String, SpecialType.None, SpecialType.System_String, SpecialType.System_Int32];

    /// <summary>True if a node looks like such a line. Asked about every node of a changed file.</summary>
    internal static bool IsCandidate(SyntaxNode node) =>
        node is InvocationExpressionSyntax { ArgumentList.Arguments.Count: >= 2 and <= 4 } call
        && NameOf(call.Expression) is { Identifier.ValueText: "HandleFunc" or "Handle" };

    /// <summary>Reads a candidate; null: it is none.</summary>
    internal static LineResult? Parse(GeneratorSyntaxContext context, CancellationToken cancellationToken)
    {
        var call = (InvocationExpressionSyntax)context.Node;
        var model = context.SemanticModel;
        if (model.GetSymbolInfo(call, cancellationToken).Symbol is not IMethodSymbol method || FindLine(method) is not { } line) return null;
        if (model.GetOperation(call, cancellationToken) is not IInvocationOperation operation || ArgumentFor(operation, 0) is not { } pattern) return null;
        var handler = ArgumentFor(operation, 1);
        var location = LocationInfo.From(pattern.Syntax.GetLocation());
        var isOfDefault = !line.IsOfMux || IsDefaultMux(call, model, cancellationToken);
        var middleware = MiddlewareParser.ParseOfCall(isOfDefault ? model.Compilation.Assembly : null, LineHandlers.MethodOf(handler), model.Compilation);
        LineResult? Uncovered(string why) => middleware is { Count: 0 } ? null : new(null, DiagnosticInfo.At(location, DiagnosticIds.UncoveredLine, method.Name, why));
        if (!isOfDefault) return Uncovered("its mux is not the default one");
        if (pattern.ConstantValue is not { HasValue: true, Value: string text }) return Uncovered("its pattern is not a constant");
        if (!RoutePattern.TryParse(text, out var parsed, out var error)) return new(null, PatternProblems.Of(location, text, error));
        if (model.GetInterceptableLocation(call, cancellationToken) is not { } site) return Uncovered(NotIntercepted);
        var name = LineHandlers.NameOf(handler, model.GetEnclosingSymbol(call.SpanStart, cancellationToken));
        var route = new RouteModel(text, "", name, HandlerShape.Void, middleware, Line: line);
        return new(new(route, location, new(site.Version, site.Data)), middleware is null ? Uncovered("the middleware is not accessible")!.Problem : PatternProblems.OfHabit(location, parsed!));
    }

    /// <summary>Returns the name of the method that a call calls.</summary>
    internal static string NameOf(LineModel line) => line.Parameter == "IHandler" ? "Handle" : "HandleFunc";

    private static SimpleNameSyntax? NameOf(ExpressionSyntax expression) => expression switch
    {
        MemberAccessExpressionSyntax access => access.Name,
        SimpleNameSyntax name => name,
        _ => null,
    };

    // The methods of our own runtime alone, down to each parameter: an interceptor takes exactly what the method does.
    private static LineModel? FindLine(IMethodSymbol method)
    {
        if (!method.ReturnsVoid || method.Arity != 0 || method.ContainingType is not { } type || !KnownNames.IsInRouteGen(type)) return null;
        var isOfMux = type.Name == "ServeMux";
        if (type.Arity != 0 || method.IsStatic == isOfMux || !(isOfMux || type.Name == "Http")) return null;
        var parameters = method.Parameters;
        if (parameters.Length != 4 || parameters.Any(static parameter => parameter.RefKind != RefKind.None)) return null;
        if (!parameters.Select(static parameter => parameter.Type.SpecialType).SequenceEqual(s_types) || !KnownNames.IsInRouteGen(parameters[1].Type)) return null;
        return (method.Name, parameters[1].Type.Name) is ("HandleFunc", "HandlerFunc" or "AsyncHandlerFunc" or "ValueTaskHandlerFunc") or ("Handle", "IHandler")
            ? new(parameters[1].Type.Name, isOfMux)
            : null;
    }

    // Only where the code says so by name: what a variable holds, nobody knows before the program runs.
    private static bool IsDefaultMux(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellationToken) =>
        call.Expression is MemberAccessExpressionSyntax access
        && model.GetSymbolInfo(access.Expression, cancellationToken).Symbol is IPropertySymbol { ContainingType: { } type } property
        && KnownNames.IsInRouteGen(type)
        && (type.Name, property.Name) is ("Http", "DefaultServeMux") or ("ServeMux", "Default");

    private static IOperation? ArgumentFor(IInvocationOperation call, int parameter) =>
        call.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == parameter)?.Value;
}
#endif
