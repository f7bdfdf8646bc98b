using Microsoft.CodeAnalysis;

namespace RouteGen.Generators.Parsing;

/// <summary>Text that <c>[Prefix]</c> on the classes around a method adds to its patterns.</summary>
internal static class PatternPrefixes
{
    /// <summary>The pattern with all prefixes before its path, or unchanged if it has no path.</summary>
    internal static string Apply(ISymbol method, string pattern) => Insert(pattern, Of(method.ContainingType));

    /// <summary>The pattern with a prefix before its path.</summary>
    internal static string Insert(string pattern, string prefix)
    {
        var slash = pattern.IndexOf('/');
        return slash < 0 ? pattern : pattern.Substring(0, slash) + prefix + pattern.Substring(slash);
    }

    /// <summary>True if a pattern names a host, and so does a prefix of its class.</summary>
    internal static bool HasTwoHosts(ISymbol member, string pattern) => AreTwoHosts(Of(member.ContainingType), pattern);

    /// <summary>Variant of <see cref="HasTwoHosts"/>, for a prefix that is known.</summary>
    internal static bool AreTwoHosts(string prefix, string pattern)
    {
        if (prefix.Length == 0 || prefix[0] == '/') return false;
        var slash = pattern.IndexOf('/');
        return slash > 0 && pattern[slash - 1] is not (' ' or '\t');
    }

    /// <summary>
    /// The prefix of a class and of those around it, the outer class first. It is checked when the whole pattern is parsed.
    /// </summary>
    /// <remarks>A slash at its end is removed: it is reported once (RG0003), not in each pattern.</remarks>
    internal static string Of(INamedTypeSymbol? type)
    {
        if (type is null) return "";
        var prefix = Of(type.ContainingType);
        foreach (var attribute in type.GetAttributes())
        {
            if (attribute.AttributeClass is not { Name: "PrefixAttribute" } known || !KnownNames.IsInRouteGen(known)) continue;
            if (attribute.ConstructorArguments.Length == 1 && attribute.ConstructorArguments[0].Value is string text)
                prefix += text.TrimEnd('/');
        }

        return prefix;
    }
}
