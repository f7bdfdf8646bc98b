using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RouteGen.Generators.Finding;

/// <summary>A <c>using Name = A.B.Target;</c>, with only the last part of the target.</summary>
internal sealed record UsingAlias(string Name, string Target)
{
    /// <summary>The last part of a name, without its type arguments, or null if it has none.</summary>
    internal static string? NameOf(TypeSyntax name) => name switch
    {
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax qualified => qualified.Name.Identifier.ValueText,
        _ => null,
    };
}
