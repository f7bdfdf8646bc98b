using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RouteGen.CodeFixes;

/// <summary>
/// Rewrites the return statements of a method that returns a task and becomes <c>async</c>. A completed task is dropped, and any other task
/// is awaited.
/// </summary>
internal static class AsyncReturns
{
    /// <summary>Returns the statements that return a value, except in nested functions.</summary>
    internal static ReturnStatementSyntax[] In(MethodDeclarationSyntax method) =>
    [
        .. method.DescendantNodes(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .OfType<ReturnStatementSyntax>()
            .Where(static statement => statement.Expression is not null),
    ];

    /// <summary>
    /// Returns true if a statement can be rewritten. Awaiting a task takes a second statement, so the statement must be in a block. The
    /// awaited expression must be a task by itself, unlike <c>new(...)</c>, whose type is the return type of the method.
    /// </summary>
    internal static bool MayRewrite(ReturnStatementSyntax statement, SemanticModel model) =>
        IsFinished(statement.Expression!)
        || (statement.Parent is BlockSyntax
            && model.GetSpeculativeTypeInfo(statement.SpanStart, statement.Expression!, SpeculativeBindingOption.BindAsExpression).Type
                is { Name: "Task" or "ValueTask" });

    /// <summary>Rewrites a statement.</summary>
    internal static MethodDeclarationSyntax Rewrite(MethodDeclarationSyntax method, ReturnStatementSyntax statement)
    {
        var expression = statement.Expression!;
        var isLast = statement.Parent == method.Body && method.Body!.Statements.Last() == statement;
        var bare = SyntaxFactory.ReturnStatement(statement.ReturnKeyword.WithTrailingTrivia(), null, statement.SemicolonToken);
        if (IsFinished(expression))
            return isLast && !HasComments(statement)
                ? method.RemoveNode(statement, SyntaxRemoveOptions.KeepNoTrivia)!
                : method.ReplaceNode(statement, bare);
        var awaited = SyntaxFactory.ExpressionStatement(
                SyntaxFactory.AwaitExpression(Operand(expression.WithoutTrivia())), statement.SemicolonToken)
            .WithTriviaFrom(statement);
        if (isLast) return method.ReplaceNode(statement, awaited);
        var indentation = statement.GetLeadingTrivia().Where(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).TakeLast();
        return method.ReplaceNode(
            statement,
            [awaited, SyntaxFactory.ReturnStatement().WithLeadingTrivia(indentation).WithTrailingTrivia(statement.GetTrailingTrivia())]);
    }

    // Await binds more tightly than operators do.
    private static ExpressionSyntax Operand(ExpressionSyntax expression) =>
        expression is InvocationExpressionSyntax or MemberAccessExpressionSyntax or NameSyntax or ElementAccessExpressionSyntax
            or BaseObjectCreationExpressionSyntax or ParenthesizedExpressionSyntax
            ? expression
            : SyntaxFactory.ParenthesizedExpression(expression);

    private static IEnumerable<SyntaxTrivia> TakeLast(this IEnumerable<SyntaxTrivia> trivia) => trivia.Reverse().Take(1);

    private static bool HasComments(SyntaxNode node) =>
        node.DescendantTrivia()
            .Any(static trivia => trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia);

    private static bool IsFinished(ExpressionSyntax expression) => expression switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.Text: "CompletedTask" } => true,
        LiteralExpressionSyntax literal => literal.IsKind(SyntaxKind.DefaultLiteralExpression),
        DefaultExpressionSyntax => true,
        BaseObjectCreationExpressionSyntax creation => creation.ArgumentList is null or { Arguments.Count: 0 },
        _ => false,
    };
}
