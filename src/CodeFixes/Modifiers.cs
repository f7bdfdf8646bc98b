using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RouteGen.CodeFixes;

/// <summary>Changes the modifiers of a declaration, and keeps its layout.</summary>
internal static class Modifiers
{
    /// <summary>Adds a modifier at the usual position, after the access modifiers.</summary>
    internal static MemberDeclarationSyntax Add(MemberDeclarationSyntax member, SyntaxKind modifier)
    {
        var access = member.Modifiers.TakeWhile(static token => IsAccess(token)).Count();
        return With(member, [.. member.Modifiers.Take(access), SyntaxFactory.Token(modifier), .. member.Modifiers.Skip(access)]);
    }

    /// <summary>Adds a modifier after all others.</summary>
    internal static MemberDeclarationSyntax Append(MemberDeclarationSyntax member, SyntaxKind modifier) =>
        With(member, [.. member.Modifiers, SyntaxFactory.Token(modifier)]);

    /// <summary>Replaces all access modifiers and <c>file</c> with <c>internal</c>.</summary>
    internal static MemberDeclarationSyntax MakeInternal(MemberDeclarationSyntax member) =>
        With(
            member,
            [SyntaxFactory.Token(SyntaxKind.InternalKeyword),
                .. member.Modifiers.Where(static token => !IsAccess(token) && !token.IsKind(SyntaxKind.FileKeyword))]);

    // Moves the trivia before the declaration to its new first token.
    private static MemberDeclarationSyntax With(MemberDeclarationSyntax member, IEnumerable<SyntaxToken> modifiers)
    {
        var first = FirstWord(member);
        var leading = first.LeadingTrivia;
        var bare = member.ReplaceToken(first, first.WithLeadingTrivia());
        var tokens = modifiers.Select(
            (token, index) => token.WithLeadingTrivia(index == 0 ? leading : default).WithTrailingTrivia(SyntaxFactory.Space));
        return bare.WithModifiers(SyntaxFactory.TokenList(tokens));
    }

    private static SyntaxToken FirstWord(MemberDeclarationSyntax member) =>
        member.AttributeLists.Count == 0 ? member.GetFirstToken() : member.AttributeLists.Last().GetLastToken().GetNextToken();

    /// <summary>Returns true for a modifier of accessibility, except <c>file</c>.</summary>
    internal static bool IsAccess(SyntaxToken token) =>
        token.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.PrivateKeyword or SyntaxKind.ProtectedKeyword or SyntaxKind.InternalKeyword;
}
