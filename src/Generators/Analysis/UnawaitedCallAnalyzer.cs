// RG0106. The compiler warns about a discarded task only in async methods (CS4014). A void handler that calls an asynchronous method
// compiles without a warning, but returns before that method has written, and the server ends the response without its output.
// RG0403. The same applies to Main: a program whose Main does not await its server ends at once.
// RG0404. Any other call of RouteGen, in a function where the compiler does not warn.
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RouteGen.Generators.Diagnostics;

namespace RouteGen.Generators.Analysis;

/// <summary>The analyzer for calls of RouteGen that are not awaited.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnawaitedCallAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(
        DiagnosticDescriptors.UnawaitedCall, DiagnosticDescriptors.UnawaitedServer, DiagnosticDescriptors.DroppedTask);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterOperationAction(Analyze, OperationKind.ExpressionStatement);
    }

    private static void Analyze(OperationAnalysisContext context)
    {
        var dropped = ((IExpressionStatementOperation)context.Operation).Operation;
        while (dropped is IConditionalAccessOperation access) dropped = access.WhenNotNull;
        if (dropped is not IInvocationOperation call || !KnownCalls.IsTask(call.Type)) return;
        // ConfigureAwait is not followed: its result is not a task, and discarding it is rare.
        var problem = KnownCalls.RunsServer(call)
            ? IsInMain(context) ? DiagnosticDescriptors.UnawaitedServer : null
            : KnownCalls.IsPartOfResponse(call) || IsWholeHandler(context.Operation) ? DiagnosticDescriptors.UnawaitedCall
            : IsDropped(context, call) ? DiagnosticDescriptors.DroppedTask : null;
        if (problem is not null)
            context.ReportDiagnostic(
                Diagnostic.Create(problem, call.Syntax.GetLocation(), call.TargetMethod.Name, AlternativeTo(call)));
    }

    // A lambda or a local function of Main may run while Main waits for something else.
    private static bool IsInMain(OperationAnalysisContext context)
    {
        for (var around = context.Operation.Parent; around is not null; around = around.Parent)
            if (around is IAnonymousFunctionOperation or ILocalFunctionOperation) return false;
        return SymbolEqualityComparer.Default.Equals(
            context.ContainingSymbol, context.Compilation.GetEntryPoint(context.CancellationToken));
    }

    // A lambda without a block may be meant to start the call and no more, as in a signal's handler.
    private static bool IsDropped(OperationAnalysisContext context, IInvocationOperation call)
    {
        if (!KnownCalls.IsOfRouteGen(call.TargetMethod.ContainingType) || context.Operation.IsImplicit) return false;
        IMethodSymbol? function = null;
        for (var around = context.Operation.Parent; around is not null; around = around.Parent)
        {
            function = around switch
            {
                IAnonymousFunctionOperation lambda => lambda.Symbol,
                ILocalFunctionOperation local => local.Symbol,
                _ => null,
            };
            if (function is not null) break;
        }

        // In an async function, the compiler warns (CS4014).
        return (function ?? context.ContainingSymbol as IMethodSymbol) is { IsAsync: false };
    }

    private static string AlternativeTo(IInvocationOperation call) =>
        SynchronousForm.Of(call) is { } form ? ", or call '" + form + "'" : "";

    // Recognises (w, r) => LoadAsync(r) where no delegate of RouteGen has LoadAsync's return type. The compiler then chooses the delegate
    // that returns void.
    private static bool IsWholeHandler(IOperation statement) =>
        statement is
        {
            IsImplicit: true,
            Parent: IBlockOperation
            {
                Operations.Length: <= 2,
                Parent: IAnonymousFunctionOperation { Parent: IDelegateCreationOperation made }
            }
        }
        && KnownCalls.IsRouteGen(made.Type, "HandlerFunc");
}
