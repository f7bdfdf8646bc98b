using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RouteGen.Generators.Diagnostics;
using RouteGen.Routing;

namespace RouteGen.CodeFixes;

/// <summary>
/// The fix that adds the leading slash to a pattern (RG0001), cleans it (RG0002), or translates it from the syntax of another router
/// (RG0004).
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class PatternFix() : SyntaxFix(DiagnosticIds.InvalidPattern, DiagnosticIds.UncleanPattern, DiagnosticIds.MisreadPattern)
{
    /// <inheritdoc/>
    protected override (string Title, SyntaxNode Before, SyntaxNode After)? Find(SyntaxNode node, SemanticModel model)
    {
        // Only a literal is changed. A constant that is declared elsewhere may have other uses, and a concatenation has other parts.
        var expression = node switch
        {
            AttributeSyntax { ArgumentList.Arguments: { Count: > 0 } arguments } => arguments[0].Expression,
            AttributeArgumentSyntax argument => argument.Expression,
            ArgumentSyntax argument => argument.Expression,
            _ => node,
        };
        while (expression is ParenthesizedExpressionSyntax parenthesized) expression = parenthesized.Expression;
        if (expression is not LiteralExpressionSyntax literal || literal.Parent is BinaryExpressionSyntax
            || literal.Token.Value is not string pattern) return null;
        var attribute = literal.FirstAncestorOrSelf<AttributeSyntax>() is { } syntax ? model.GetTypeInfo(syntax).Type?.Name : null;
        if (Correct(pattern, attribute) is not { } clean || clean == pattern) return null;
        var text = SyntaxFactory.Literal(clean).WithTriviaFrom(literal.Token);
        return ($"Write \"{clean}\"", literal, literal.WithToken(text));
    }

    // Returns the pattern as the attribute or call expects it, or null if that would be invalid, too. [Get] and others add a method.
    private static string? Correct(string pattern, string? attribute)
    {
        if (attribute == "MountAttribute")
        {
            var path = CleanPattern.Of(pattern, hasMethod: false)?.TrimEnd('/') + "/";
            return IsValid(path) && path.IndexOf('{') < 0 ? path : null;
        }

        var hasMethod = attribute is null or "HandleFuncAttribute";
        var suggested = PatternHabits.Suggest(pattern) ?? CleanPattern.Of(pattern, hasMethod);
        return IsValid(hasMethod ? suggested : "GET " + suggested) ? suggested : null;
    }

    private static bool IsValid(string? pattern) => pattern is not null && RoutePattern.TryParse(pattern, out _, out _);
}
