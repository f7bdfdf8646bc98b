// RG0401. A response occupies its connection until it is disposed or its body has been read to the end. The analyzer follows the response
// that a call returns. The response leaks if it is discarded, or stored in a local variable that is never disposed, read or passed on.
// Unclear cases are not reported; the finaliser of the response closes their connections.
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RouteGen.Generators.Diagnostics;

namespace RouteGen.Generators.Analysis;

/// <summary>The analyzer for responses that are not disposed, read or passed on.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LeakedResponseAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(
        DiagnosticDescriptors.LeakedResponse);

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
        if (!MakesResponse(call)) return;
        var (value, user) = FindUser(call);
        var isLeak = user switch
        {
            IExpressionStatementOperation => KnownCalls.IsRouteGen(value.Type, "Response"),
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => IsLeaked(declarator),
            _ => ResponseUse.IsMemberOf(user, value) && !ResponseUse.TakesCare(user!),
        };
        if (isLeak)
            context.ReportDiagnostic(
                Diagnostic.Create(
                    DiagnosticDescriptors.LeakedResponse, call.Syntax.GetLocation(), call.TargetMethod.Name, RemedyFor(value, user)));
    }

    // Returns the end of the message. A using declaration is possible in a block, but not directly in a switch section.
    private static string RemedyFor(IOperation value, IOperation? user)
    {
        var statement = value.Syntax.FirstAncestorOrSelf<StatementSyntax>();
        if (statement is not (LocalDeclarationStatementSyntax or ExpressionStatementSyntax)
            || statement.Parent is not (BlockSyntax or GlobalStatementSyntax)
            || value.Syntax.Ancestors().TakeWhile(node => node != statement).Any(static node => node is AnonymousFunctionExpressionSyntax))
            return "";
        if (user is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } })
        {
            var type = ((LocalDeclarationStatementSyntax)statement).Declaration.Type;
            return "; write 'using " + type + " " + local.Name + " = ...'";
        }

        return "; write 'using var response = ...'" + (user is IExpressionStatementOperation ? "" : " before this line");
    }

    // A recorder's response has no connection.
    private static bool MakesResponse(IInvocationOperation call) =>
        KnownCalls.IsRouteGen(KnownCalls.AwaitedType(call.TargetMethod.ReturnType), "Response")
        && KnownCalls.IsOfRouteGen(call.TargetMethod.ContainingType)
        && !KnownCalls.IsRouteGen(call.TargetMethod.ContainingType, "ResponseRecorder");

    // Follows a call through awaits, blocking waits, ConfigureAwait, AsTask and conversions to the operation that uses the response.
    private static (IOperation Value, IOperation? User) FindUser(IOperation value)
    {
        while (true)
        {
            switch (value.Parent)
            {
                case IAwaitOperation or IConversionOperation or IParenthesizedOperation:
                    value = value.Parent;
                    continue;
                case IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "AsTask" or "GetAwaiter" or "GetResult" } chained
                    when chained.Instance == value:
                    value = chained;
                    continue;
                case IPropertyReferenceOperation { Property.Name: "Result" } result when result.Instance == value
                    && !KnownCalls.IsRouteGen(value.Type, "Response"):
                    value = result;
                    continue;
                default:
                    return (value, value.Parent);
            }
        }
    }

    private static bool IsLeaked(IVariableDeclaratorOperation declarator)
    {
        var local = declarator.Symbol;
        if (!KnownCalls.IsRouteGen(local.Type, "Response") || local.IsUsing) return false;
        IOperation root = declarator;
        while (root.Parent is not null)
        {
            // A using statement disposes its resource.
            if (root.Parent is IUsingOperation statement && statement.Resources == root) return false;
            root = root.Parent;
        }

        return root.Descendants().OfType<ILocalReferenceOperation>()
            .Where(reference => SymbolEqualityComparer.Default.Equals(reference.Local, local))
            .All(reference => ResponseUse.IsMemberOf(reference.Parent, reference) && !ResponseUse.TakesCare(reference.Parent!));
    }
}
