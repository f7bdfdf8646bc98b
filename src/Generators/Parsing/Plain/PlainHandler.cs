// The fast path. With 1,000 handlers, an edit elsewhere takes 1.7 ms on this path, and 44.1 ms if each handler is read from its symbol
// (docs/PERFORMANCE.md).
//
// Most handlers are plain: methods with two parameters, whose RouteGen attributes each have a literal pattern. Other attributes are
// permitted. The syntax of such a method is enough, except for the meaning of its names, which is the same in all methods of a class
// declaration. So the compiler is asked once for each name (ScopeFacts), and not for each method.
//
// Only syntax is read here, once for each change of the file. A method that is not plain, or that has a problem, is read from its symbol
// (HandlerParser), with the same result.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RouteGen.Generators.Parsing;

/// <summary>A plain handler, read from its syntax.</summary>
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

    /// <summary>True if the method is internal or public.</summary>
    internal bool IsInternal { get; }

    /// <summary>The name of the return type, or null for void.</summary>
    internal string? ReturnType { get; }

    /// <summary>The type names of the two parameters.</summary>
    internal string[] ParameterTypes { get; }

    internal PlainRoute[] Routes { get; }

    /// <summary>The attributes that do not register routes, judging by their names.</summary>
    internal AttributeSyntax[] Others { get; }

    /// <summary>The path values that the method reads, or null if it has no body.</summary>
    internal PathValueReads? Reads { get; }

    internal static PlainHandler Read(MethodDeclarationSyntax syntax) => new(syntax);

    /// <summary>
    /// Returns true if a node looks like a plain handler. <see cref="ScopeFacts"/> shows whether its names have the expected meaning.
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

    // Does not allocate, because it runs for every method with attributes, thousands of times for one file.
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

    // Excludes names with an @: [@Get] does not mean GetAttribute.
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
