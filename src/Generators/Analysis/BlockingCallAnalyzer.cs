// RG0402. A thread that blocks on a task may need another thread of the pool to complete it. Under load the pool may have none left, and
// the program hangs. The methods of the client have synchronous forms, which run on the calling thread.
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RouteGen.Generators.Diagnostics;

namespace RouteGen.Generators.Analysis;

/// <summary>The analyzer for blocking waits for asynchronous methods that have a synchronous form.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BlockingCallAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(
        DiagnosticDescriptors.BlockingCall);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterOperationAction(Analyze, OperationKind.Invocation);
    }

    private static void Analyze(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (SynchronousForm.Of(call) is not { } twin || FindWait(call) is not { } wait) return;
        context.ReportDiagnostic(Diagnostic.Create(
            DiagnosticDescriptors.BlockingCall, wait.Syntax.GetLocation(), call.TargetMethod.Name, twin));
    }

    // Follows a call through AsTask and ConfigureAwait to .Result, .Wait() or .GetAwaiter().GetResult(). Returns the whole expression, or
    // null if there is no such wait.
    private static IOperation? FindWait(IOperation call)
    {
        var value = call;
        while (value.Parent is IInvocationOperation { TargetMethod.Name: "AsTask" or "ConfigureAwait" } chained
            && chained.Instance == value) value = chained;
        return value.Parent switch
        {
            IPropertyReferenceOperation { Property.Name: "Result" } result when result.Instance == value => result,
            IInvocationOperation { TargetMethod: { Name: "Wait", Parameters.Length: 0 } } wait when wait.Instance == value => wait,
            IInvocationOperation { TargetMethod.Name: "GetAwaiter" } awaiter when awaiter.Instance == value
                && awaiter.Parent is IInvocationOperation { TargetMethod.Name: "GetResult" } result => result,
            _ => null,
        };
    }
}
