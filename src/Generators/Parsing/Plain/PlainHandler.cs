// The fast path. An edit elsewhere beside 1,000 handlers takes 1.7 ms by it, and 44.1 by the symbol of each (docs/PERFORMANCE.md).
//
// A handler as most are written: attributes of ours, each with a literal for its pattern, and perhaps others, on a method that is no more
// than its name, two parameters and a return type. What such a method says is in its own text, but for what the names in it mean; and these
// mean the same in all methods of a class declaration. So the compiler is asked about each name once (ScopeFacts), and not about each
// method.
//
// This file knows the text alone. It is read when the file changes, and kept until it does. Whether a method is plain is a matter of
// safety, not of correctness: any other goes the long way, by its symbol (HandlerParser), and so does one with anything wrong with it.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RouteGen.Generators.Parsing;

/// <summary>Plain handler, read from its syntax.</summary>
internal sealed class PlainHandler
{
    private PlainHandler(MethodDeclarationSyntax syntax)
    {
        Syntax = syntax;
        Name = syntax.Identifier.ValueText;
        IsStatic = syntax.Modifiers.Any(SyntaxKind.StaticKeyword);
        IsInternal = syntax.Modifiers.Any(SyntaxKind.InternalKeyword) || syntax.Modifiers.Any(SyntaxKind.PublicKeyword);
        ReturnType = (syntax.ReturnType as IdentifierNameSyntax)?.Identifier.ValueText;
        ParameterTypes = [TypeOf(syntax.ParameterList.Parameters[0]), TypeOf(syntax.ParameterList.Parameters[1])];
        (Routes, Others) = ReadAttributes(syntax.AttributeLists);
        Reads = PathValueReads.OfText(syntax, syntax.ParameterList.Parameters[1].Identifier.ValueText);
    }

    internal MethodDeclarationSyntax Syntax { get; }

    internal string Name { get; }

    internal bool IsStatic { get; }

    /// <summary>True if it is at least internal.</summary>
    internal bool IsInternal { get; }

    /// <summary>The name of the type it returns; null: void.</summary>
    internal string? ReturnType { get; }

    /// <summary>The names of the types of its two parameters.</summary>
    internal string[] ParameterTypes { get; }

    internal PlainRoute[] Routes { get; }

    /// <summary>The attributes that say nothing about routes, if their names mean what they seem to.</summary>
    internal AttributeSyntax[] Others { get; }

    /// <summary>Path values that its body reads. Null if it has no body.</summary>
    internal PathValueReads? Reads { get; }

    internal static PlainHandler Read(MethodDeclarationSyntax syntax) => new(syntax);

    /// <summary>
    /// True if a node is a plain handler, if the names in it mean what they seem to. The attributes of any other are bound one by one.
    /// </summary>
    internal static bool IsPlain(SyntaxNode node) =>
        node is MethodDeclarationSyntax
        {
            AttributeLists.Count: > 0, TypeParameterList: null, ExplicitInterfaceSpecifier: null,
            ParameterList.Parameters.Count: 2
        } method
        && IsClass(method.Parent)
        && !method.ContainsDiagnostics
        && HasPlainAttributes(method.AttributeLists)
        && IsPlainParameter(method.ParameterList.Parameters[0])
        && IsPlainParameter(method.ParameterList.Parameters[1])
        && HasPlainReturn(method)
        && HasPlainModifiers(method.Modifiers);

    private static string TypeOf(ParameterSyntax parameter) => ((IdentifierNameSyntax)parameter.Type!).Identifier.ValueText;

    private static (PlainRoute[] Routes, AttributeSyntax[] Others) ReadAttributes(SyntaxList<AttributeListSyntax> lists)
    {
        if (lists.Count == 1 && lists[0].Attributes.Count == 1) return ([new PlainRoute(lists[0].Attributes[0])], []);
        var (routes, others) = (new List<PlainRoute>(), new List<AttributeSyntax>());
        foreach (var list in lists)
        {
            foreach (var attribute in list.Attributes)
            {
                if (IsPlainAttribute(attribute)) routes.Add(new PlainRoute(attribute));
                else others.Add(attribute);
            }
        }

        return ([.. routes], [.. others]);
    }

    // This and what it calls is asked of every method with attributes, thousands of times in one file: nothing is allocated.
    private static bool HasPlainAttributes(SyntaxList<AttributeListSyntax> lists)
    {
        var hasRoute = false;
        foreach (var list in lists)
        {
            if (list.Target is not null) return false;
            foreach (var attribute in list.Attributes)
            {
                if (IsPlainAttribute(attribute)) hasRoute = true;
                else if (!IsOther(attribute)) return false;
            }
        }

        return hasRoute;
    }

    private static bool IsPlainParameter(ParameterSyntax parameter) =>
        parameter is { AttributeLists.Count: 0, Modifiers.Count: 0, Default: null, Type: { } type } && IsName(type);

    private static bool IsClass(SyntaxNode? node) =>
        node is ClassDeclarationSyntax or StructDeclarationSyntax or RecordDeclarationSyntax
        && !((TypeDeclarationSyntax)node).OpenBraceToken.IsMissing;

    internal static bool IsPlainAttribute(AttributeSyntax attribute) =>
        IsName(attribute.Name)
        && RouteAttributes.IsShortName(((IdentifierNameSyntax)attribute.Name).Identifier.ValueText)
        && attribute.ArgumentList is { Arguments: { Count: 1 } arguments }
        && arguments[0] is { NameEquals: null, NameColon: null, Expression: LiteralExpressionSyntax literal }
        && literal.IsKind(SyntaxKind.StringLiteralExpression);

    private static bool IsOther(AttributeSyntax attribute) =>
        attribute.Name is QualifiedNameSyntax { Right: IdentifierNameSyntax }
        || (IsName(attribute.Name) && !RouteAttributes.IsShortName(((IdentifierNameSyntax)attribute.Name).Identifier.ValueText));

    // One that is written with an @ means another attribute than it does without.
    private static bool IsName(SyntaxNode type) => type is IdentifierNameSyntax { Identifier: var name } && name.Text == name.ValueText;

    private static bool HasPlainReturn(MethodDeclarationSyntax method) =>
        method.ReturnType is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword }
            ? !method.Modifiers.Any(SyntaxKind.AsyncKeyword)
            : IsName(method.ReturnType);

    private static bool HasPlainModifiers(SyntaxTokenList modifiers)
    {
        var accessCount = 0;
        foreach (var modifier in modifiers)
        {
            switch (modifier.Kind())
            {
                case SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword or SyntaxKind.PrivateKeyword:
                    accessCount++;
                    break;
                case SyntaxKind.StaticKeyword or SyntaxKind.AsyncKeyword:
                    break;
                default:
                    return false;
            }
        }

        return accessCount <= 1;
    }
}
