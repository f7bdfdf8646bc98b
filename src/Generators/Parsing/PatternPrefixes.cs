using Microsoft.CodeAnalysis;

namespace RouteGen.Generators.Parsing;

/// <summary>The text that <c>[Prefix]</c> on containing classes adds to the patterns of a method.</summary>
internal static class PatternPrefixes
{
    /// <summary>Returns a pattern with all prefixes inserted before its path, or unchanged if it has no path.</summary>
    internal static string Apply(ISymbol method, string pattern) => Insert(pattern, Of(method.ContainingType));

    /// <summary>Returns a pattern with a prefix inserted before its path, or unchanged if it has no path.</summary>
    internal static string Insert(string pattern, string prefix)
    {
        if (prefix.Length == 0) return pattern;
        var slash = pattern.IndexOf('/');
        return slash < 0 ? pattern : pattern.Substring(0, slash) + prefix + pattern.Substring(slash);
    }

    /// <summary>Returns true if both a pattern and a prefix of its class have a host.</summary>
    internal static bool HasTwoHosts(ISymbol member, string pattern) => AreTwoHosts(Of(member.ContainingType), pattern);

    /// <summary>Returns true if both a prefix and a pattern have a host.</summary>
    internal static bool AreTwoHosts(string prefix, string pattern)
    {
        if (prefix.Length == 0 || prefix[0] == '/') return false;
        var slash = pattern.IndexOf('/');
        return slash > 0 && pattern[slash - 1] is not (' ' or '\t');
    }

    /// <summary>
    /// Returns the prefixes of a class and the classes that contain it, outermost first. They are checked when the whole pattern is parsed.
    /// </summary>
    /// <remarks>A trailing slash is removed. It is reported once, as RG0003, and not for each pattern.</remarks>
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
