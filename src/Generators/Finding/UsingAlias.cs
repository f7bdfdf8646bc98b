using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RouteGen.Generators.Finding;

/// <summary>An alias <c>using Name = A.B.Target;</c>, with only the last part of its target.</summary>
internal sealed record UsingAlias(string Name, string Target)
{
    /// <summary>Returns the last part of a name, without type arguments, or null if the type is not a name.</summary>
    internal static string? NameOf(TypeSyntax name) => name switch
    {
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax qualified => qualified.Name.Identifier.ValueText,
        _ => null,
    };
}
