// Names in generated code. They must not depend on using directives, so a name begins with global::, or with the extern alias of its
// assembly if the assembly is referenced only under an alias.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RouteGen.Generators.Parsing;

internal static class TypeNames
{
    private const string Root = "global::";

    /// <summary>
    /// Returns a name as C# source. A name of lower-case letters may be a keyword in a later version of C#, so every such name is escaped.
    /// </summary>
    internal static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || IsLowerCase(name) ? "@" + name : name;

    /// <summary>Returns a namespace as C# source without <c>global::</c>, or empty for the global one.</summary>
    internal static string Of(INamespaceSymbol? space)
    {
        if (space is null || space.IsGlobalNamespace) return "";
        var around = Of(space.ContainingNamespace);
        return (around.Length == 0 ? "" : around + ".") + Escape(space.Name);
    }

    /// <summary>Returns the fully qualified name of a type as C# source.</summary>
    /// <param name="type">The type.</param>
    /// <param name="compilation">The compilation, which has the aliases of references.</param>
    internal static string Of(ITypeSymbol type, Compilation compilation)
    {
        if (type is IArrayTypeSymbol array)
        {
            // The outermost dimensions are first: int[][,] is an array of int[,].
            var ranks = "";
            ITypeSymbol element = array;
            for (; element is IArrayTypeSymbol next; element = next.ElementType) ranks += "[" + new string(',', next.Rank - 1) + "]";
            return Of(element, compilation) + ranks;
        }

        if (type is not INamedTypeSymbol named || (named.SpecialType != SpecialType.None && named.Arity == 0))
            return type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
        var arguments = named.TypeArguments.Length == 0
            ? ""
            : "<" + string.Join(", ", named.TypeArguments.Select(argument => Of(argument, compilation))) + ">";
        if (named.ContainingType is { } around) return Of(around, compilation) + "." + Escape(named.Name) + arguments;
        var space = Of(named.ContainingNamespace);
        return RootOf(named.ContainingAssembly, compilation) + (space.Length == 0 ? "" : space + ".") + Escape(named.Name) + arguments;
    }

    /// <summary>Returns the extern aliases in names, including their type arguments.</summary>
    internal static IEnumerable<string> AliasesIn(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            for (var at = name.IndexOf("::", StringComparison.Ordinal); at >= 0; at = name.IndexOf("::", at + 2, StringComparison.Ordinal))
            {
                var start = StartOfAlias(name, at);
                if (name.Substring(start, at + 2 - start) != Root) yield return name.Substring(start, at - start);
            }
        }
    }

    /// <summary>Returns the display name of a type, without <c>global::</c>, aliases and escapes.</summary>
    internal static string ForPeople(string name)
    {
        for (var at = name.IndexOf("::", StringComparison.Ordinal); at >= 0; at = name.IndexOf("::", StringComparison.Ordinal))
        {
            var start = StartOfAlias(name, at);
            name = name.Remove(start, at + 2 - start);
        }

        return name.Replace("@", "");
    }

    private static bool IsLowerCase(string name)
    {
        foreach (var letter in name)
            if (letter is < 'a' or > 'z') return false;
        return true;
    }

    private static int StartOfAlias(string name, int end)
    {
        var start = end;
        while (start > 0 && (name[start - 1] == '@' || SyntaxFacts.IsIdentifierPartCharacter(name[start - 1]))) start--;
        return start;
    }

    private static string RootOf(IAssemblySymbol? assembly, Compilation compilation)
    {
        if (assembly is null || SymbolEqualityComparer.Default.Equals(assembly, compilation.Assembly)) return Root;
        var aliases = compilation.GetMetadataReference(assembly)?.Properties.Aliases ?? default;
        return aliases.IsDefaultOrEmpty || aliases.Contains(MetadataReferenceProperties.GlobalAlias) ? Root : Escape(aliases[0]) + "::";
    }
}
