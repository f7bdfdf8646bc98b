// Finds the path values that a handler's body reads. The search runs on every keystroke, so it compares names, and binds only arguments
// that are not literals.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RouteGen.Generators.Finding;

namespace RouteGen.Generators.Parsing;

/// <summary>The names that a method reads with <c>PathValue</c>.</summary>
internal sealed class PathValueReads
{
    // The members of a request that do not expose its path values. All other members, such as extension methods, may read path values.
    private static readonly HashSet<string> s_others = new(StringComparer.Ordinal)
    {
        "Body", "Cookie", "GetBody", "Header", "Trailer", "Cookies", "CookiesNamed", "MultipartReader", "Context", "Response", "Tls",
            "ParseFormAsync", "FormFileAsync", "ParseMultipartFormAsync",
        "Query", "Form", "PostForm", "Close", "IsChunked", "ProtoAtLeast", "TryGetBasicAuth", "ContentLength", "FormValue", "Host",
        "Method", "Pattern", "PostFormValue", "Proto", "RawQuery", "Referer",
        "RemoteAddr", "UserAgent", "AddCookie", "SetBasicAuth",
    };

    private static readonly PathValueReads s_none = new();

    private PathValueReads()
    {
    }

    /// <summary>The names that are read, with the arguments of the calls.</summary>
    internal List<(string Name, ArgumentSyntax Argument)> Names { get; } = [];

    /// <summary>
    /// True if other values may be read: the request is passed on, a name is not a constant, or the whole path is read.
    /// </summary>
    internal bool MayReadMore { get; private set; }

    /// <summary>True if the method sets values itself.</summary>
    internal bool SetsValues { get; private set; }

    /// <summary>True if an argument is not a literal and was not bound, so that names may be missing.</summary>
    internal bool IsOpen { get; private set; }

    /// <summary>Reads a method's body. Returns null if the declaration has no body.</summary>
    internal static PathValueReads? Of(
        SyntaxNode declaration, IMethodSymbol method, SemanticModel model, CancellationToken cancellationToken) =>
        declaration is MethodDeclarationSyntax { ParameterList.Parameters.Count: 2 } syntax
        ? Of(syntax, method.Parameters[1].Name, model, cancellationToken)
        : null;

    /// <summary>Reads a method's body from its syntax alone. Returns null if the declaration has no body.</summary>
    internal static PathValueReads? OfText(MethodDeclarationSyntax declaration, string request) => Of(declaration, request, null, default);

    private static PathValueReads? Of(
        MethodDeclarationSyntax declaration, string request, SemanticModel? model, CancellationToken cancellationToken)
    {
        if (((SyntaxNode?)declaration.Body ?? declaration.ExpressionBody) is not { } body) return null;
        if (!BodyText.Of(body).MayContain(request)) return s_none;
        var reads = new PathValueReads();

        // The nested functions that declare a local variable of the same name. The scope of the variable is not determined, so the name may
        // mean either. A variable is declared before it is used.
        HashSet<SyntaxNode>? redeclaring = null;
        foreach (var node in body.DescendantNodes())
        {
            if (node is not IdentifierNameSyntax name)
            {
                if (NameDeclaredBy(node) == request && FunctionAround(node, body) is { } function) (redeclaring ??= []).Add(function);
                continue;
            }

            if (name.Identifier.ValueText != request || IsHidden(name, request, body)) continue;
            if (redeclaring is not null && name.Ancestors().Any(redeclaring.Contains)) reads.MayReadMore = true;
            else reads.Add(name, model, cancellationToken);
        }

        return reads;
    }

    // Returns true if the name is in a nested function with a parameter of the same name, which hides the request.
    private static bool IsHidden(SyntaxNode name, string request, SyntaxNode body)
    {
        for (var node = name.Parent; node is not null && node != body.Parent; node = node.Parent)
        {
            var parameters = node switch
            {
                ParenthesizedLambdaExpressionSyntax lambda => lambda.ParameterList.Parameters,
                SimpleLambdaExpressionSyntax lambda => SyntaxFactory.SingletonSeparatedList(lambda.Parameter),
                AnonymousMethodExpressionSyntax { ParameterList: { } list } => list.Parameters,
                LocalFunctionStatementSyntax function => function.ParameterList.Parameters,
                _ => default,
            };
            if (parameters.Any(parameter => parameter.Identifier.ValueText == request)) return true;
        }

        return false;
    }

    // Returns the innermost nested function that contains a node, or null if the node is in none.
    private static SyntaxNode? FunctionAround(SyntaxNode node, SyntaxNode body) => node.Ancestors()
        .TakeWhile(around => around != body.Parent)
        .FirstOrDefault(static around => around is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax);

    private static string? NameDeclaredBy(SyntaxNode node) => node switch
    {
        VariableDeclaratorSyntax variable => variable.Identifier.ValueText,
        SingleVariableDesignationSyntax variable => variable.Identifier.ValueText,
        ForEachStatementSyntax loop => loop.Identifier.ValueText,
        CatchDeclarationSyntax caught => caught.Identifier.ValueText,
        _ => null,
    };

    private void Add(IdentifierNameSyntax request, SemanticModel? model, CancellationToken cancellationToken)
    {
        // Skips names of members and of named arguments that equal the parameter's name.
        if (request.Parent is MemberAccessExpressionSyntax outer && outer.Name == request) return;
        if (request.Parent is NameColonSyntax) return;

        var member = (request.Parent as MemberAccessExpressionSyntax)?.Name.Identifier.ValueText;
        var arguments = (request.Parent?.Parent as InvocationExpressionSyntax)?.ArgumentList.Arguments;
        if (member == "SetPathValue") SetsValues = true;
        else if (member == "PathValue" && arguments is { Count: 1 } list) AddName(list[0], model, cancellationToken);
        else if (member is null || !s_others.Contains(member)) MayReadMore = true;
    }

    private void AddName(ArgumentSyntax argument, SemanticModel? model, CancellationToken cancellationToken)
    {
        var value = argument.Expression is LiteralExpressionSyntax literal && literal.IsKind(SyntaxKind.StringLiteralExpression)
            ? literal.Token.ValueText
            : model?.GetConstantValue(argument.Expression, cancellationToken).Value as string;
        IsOpen |= value is null && model is null;
        if (value is null) MayReadMore = true;
        else Names.Add((value, argument));
    }
}
