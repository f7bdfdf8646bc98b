// RG0110. The caller of an async void function cannot await it. If the function is a handler, the response ends at its first await; and an
// exception after that await ends the process. The compiler reports nothing when such a function becomes a delegate that returns void.
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RouteGen.Generators.Diagnostics;

namespace RouteGen.Generators.Analysis;

/// <summary>The analyzer for async void functions that RouteGen calls through a delegate.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AsyncVoidAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(
        DiagnosticDescriptors.AsyncVoid);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterOperationAction(Analyze, OperationKind.DelegateCreation);
    }

    private static void Analyze(OperationAnalysisContext context)
    {
        var creation = (IDelegateCreationOperation)context.Operation;
        if (FunctionOf(creation.Target) is not { ReturnsVoid: true } function || !IsAsync(function)) return;
        var isHandler = KnownCalls.IsRouteGen(creation.Type, "HandlerFunc");
        if (!isHandler && !KnownCalls.IsOfRouteGen(ReceiverOf(creation))) return;
        context.ReportDiagnostic(
            Diagnostic.Create(
                DiagnosticDescriptors.AsyncVoid,
                creation.Syntax.GetLocation(),
                function.MethodKind == MethodKind.AnonymousFunction ? "The lambda" : "'" + function.Name + "'",
                isHandler ? RemedyFor(function) : "catch all exceptions in it, or start a task"));
    }

    private static string RemedyFor(IMethodSymbol function) => function.MethodKind == MethodKind.AnonymousFunction
        ? "use AsyncHandlerFunc instead of HandlerFunc"
        : "write 'async Task'";

    private static IMethodSymbol? FunctionOf(IOperation target) => target switch
    {
        IAnonymousFunctionOperation lambda => lambda.Symbol,
        IMethodReferenceOperation reference => reference.Method,
        _ => null,
    };

    // Only one declaration of a partial method has the modifier.
    private static bool IsAsync(IMethodSymbol method) => method.IsAsync || method.PartialImplementationPart is { IsAsync: true };

    // Returns the type whose parameter, property or field receives the delegate, or null.
    private static ITypeSymbol? ReceiverOf(IOperation value)
    {
        while (value.Parent is IConversionOperation or IParenthesizedOperation or IConditionalOperation or ICoalesceOperation)
            value = value.Parent;
        return value.Parent switch
        {
            IArgumentOperation argument => argument.Parameter?.ContainingType,
            IAssignmentOperation { Target: IMemberReferenceOperation member } => member.Member.ContainingType,
            _ => null,
        };
    }
}
