// Reads a call that registers a handler with the default mux, such as Http.HandleFunc("/x", (w, r) => ...), into models. A call is not
// intercepted if its pattern is not a constant, or if it registers with another mux.
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
    /// <summary>The reason in RG0210 if calls are not intercepted.</summary>
    internal const string NotIntercepted = "calls are not intercepted in this project";

    /// <summary>The reason in RG0210 if two files have the same text.</summary>
    internal const string CopiedFile = "a copy of its file contains the same call, so neither is intercepted";

    private static readonly SpecialType[] s_types =
        [SpecialType.System_String, SpecialType.None, SpecialType.System_String, SpecialType.System_Int32];

    /// <summary>
    /// Returns true if a node looks like a call of a method that registers handlers, or like a delegate for such a method. Called for every
    /// node of a changed file.
    /// </summary>
    internal static bool IsCandidate(SyntaxNode node) => node switch
    {
        InvocationExpressionSyntax { ArgumentList.Arguments.Count: >= 2 and <= 4 } call => IsName(NameOf(call.Expression)),
        SimpleNameSyntax name => IsName(name) && !IsType(name)
            && AccessOf(name) is { Parent: not InvocationExpressionSyntax } access && access.Parent is not MemberAccessExpressionSyntax,
        _ => false,
    };

    /// <summary>Reads a candidate. Returns null if it has neither a route nor a problem.</summary>
    internal static LineResult? Parse(SyntaxNode candidate, SemanticModel model, CancellationToken cancellationToken) =>
        candidate is InvocationExpressionSyntax call
        ? ParseCall(call, model, cancellationToken)
        : ParseDelegate((SimpleNameSyntax)candidate, model, cancellationToken);

    private static LineResult? ParseCall(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellationToken)
    {
        if (MuxCallParser.MethodOf(call, model, cancellationToken) is not { } method || FindLine(method) is not { } line) return null;
        var mux = line.Parameter == "IHandler" && (!line.IsOfMux || IsOfDefault())
            ? MuxCallParser.Parse(call, model, cancellationToken)
            : null;
        if (model.GetSymbolInfo(call, cancellationToken).Symbol is null
            || model.GetOperation(call, cancellationToken) is not IInvocationOperation operation
            || ArgumentFor(operation, 0) is not { } pattern) return mux is null ? null : new(null, null, mux);
        bool IsOfDefault() => LineReceivers.Of(call.Expression, model, cancellationToken) == LineReceiver.Default;
        var handler = ArgumentFor(operation, 1);
        var location = LocationInfo.From(pattern.Syntax.GetLocation());
        var receiver = line.IsOfMux ? LineReceivers.Of(call.Expression, model, cancellationToken) : LineReceiver.Default;
        var middleware = MiddlewareParser.ParseOfCall(
            receiver == LineReceiver.Other ? null : model.Compilation.Assembly, LineHandlers.MethodOf(handler), model.Compilation);
        LineResult? Uncovered(string why) =>
            middleware is { Count: 0 } ? null : new(null, DiagnosticInfo.At(location, DiagnosticIds.UncoveredLine, method.Name, why));
        if (receiver != LineReceiver.Default)
            return Uncovered(
                receiver == LineReceiver.Variable
                    ? "the default mux is in a variable; call Http." + method.Name
                    : "the mux is not the default mux");
        if (pattern.ConstantValue is not { HasValue: true, Value: string text })
            return Uncovered("the pattern is not a constant; write a constant, or use an attribute");
        if (!RoutePattern.TryParse(text, out var parsed, out var error)) return new(null, PatternProblems.OfRoute(location, text, error));
        if (model.GetInterceptableLocation(call, cancellationToken) is not { } site) return Uncovered(NotIntercepted);
        var name = LineHandlers.NameOf(handler, model.GetEnclosingSymbol(call.SpanStart, cancellationToken));
        var route = new RouteModel(text, "", name, HandlerShape.Void, middleware, Line: line);
        return new(
            new(route, location, new(site.Version, site.Data)),
            middleware is null ? Uncovered("the middleware is not accessible")!.Problem : PatternProblems.OfHabit(location, parsed!),
            mux);
    }

    // Reads a delegate of a method that registers handlers. The patterns it registers are known only at run time.
    private static LineResult? ParseDelegate(SimpleNameSyntax name, SemanticModel model, CancellationToken cancellationToken)
    {
        if (model.GetSymbolInfo(name, cancellationToken).Symbol is not IMethodSymbol method || FindLine(method) is not { } line)
            return null;
        if (line.IsOfMux && LineReceivers.Of(AccessOf(name), model, cancellationToken) == LineReceiver.Other) return null;
        if (MiddlewareParser.ParseOfCall(model.Compilation.Assembly, null, model.Compilation) is { Count: 0 }) return null;
        return new(
            null,
            DiagnosticInfo.At(
                LocationInfo.From(name.GetLocation()), DiagnosticIds.UncoveredLine, method.Name,
                "the call is through a delegate"));
    }

    /// <summary>Returns the name of the called method.</summary>
    internal static string NameOf(LineModel line) => line.Parameter == "IHandler" ? "Handle" : "HandleFunc";

    private static SimpleNameSyntax? NameOf(ExpressionSyntax expression) => expression switch
    {
        MemberAccessExpressionSyntax access => access.Name,
        MemberBindingExpressionSyntax binding => binding.Name,
        SimpleNameSyntax name => name,
        _ => null,
    };

    private static bool IsName(SimpleNameSyntax? name) => name is { Identifier.ValueText: "HandleFunc" or "Handle" };

    // Recognises names of types, as in [HandleFunc("/x")], so that they are not bound for each handler.
    private static bool IsType(SimpleNameSyntax name) => name.Parent is AttributeSyntax or QualifiedNameSyntax or AliasQualifiedNameSyntax;

    // Returns a name together with the expression before its dot.
    private static ExpressionSyntax AccessOf(SimpleNameSyntax name) =>
        name.Parent is MemberAccessExpressionSyntax or MemberBindingExpressionSyntax ? (ExpressionSyntax)name.Parent : name;

    // Accepts only the methods of RouteGen's runtime, with exactly these parameters, because an interceptor repeats the parameters.
    private static LineModel? FindLine(IMethodSymbol method)
    {
        if (!method.ReturnsVoid || method.Arity != 0 || method.ContainingType is not { } type || !KnownNames.IsInRouteGen(type))
            return null;
        var isOfMux = type.Name == "ServeMux";
        if (type.Arity != 0 || method.IsStatic == isOfMux || !(isOfMux || type.Name == "Http")) return null;
        var parameters = method.Parameters;
        if (parameters.Length != 4 || parameters.Any(static parameter => parameter.RefKind != RefKind.None)) return null;
        if (!parameters.Select(static parameter => parameter.Type.SpecialType).SequenceEqual(s_types)
            || !KnownNames.IsInRouteGen(parameters[1].Type)) return null;
        return (method.Name, parameters[1].Type.Name) is ("HandleFunc", "HandlerFunc" or "AsyncHandlerFunc" or "ValueTaskHandlerFunc")
            or ("Handle", "IHandler")
            ? new(parameters[1].Type.Name, isOfMux)
            : null;
    }

    private static IOperation? ArgumentFor(IInvocationOperation call, int parameter) =>
        call.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == parameter)?.Value;
}
