// Checks [Prefix] (RG0003). For example, "v1" before "/items" is parsed as a host, and not as part of the path.
using System.Net;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RouteGen.Generators.Diagnostics;
using RouteGen.Generators.Emitting;
using RouteGen.Generators.Model;

namespace RouteGen.Generators.Parsing;

internal static class PrefixParser
{
    /// <summary>Finds the problems of the prefix of a class.</summary>
    internal static EquatableArray<DiagnosticInfo> Check(AttributedNode context, CancellationToken cancellationToken)
    {
        var problems = new List<DiagnosticInfo>();
        foreach (var attribute in context.Attributes)
        {
            if (attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken) is not AttributeSyntax syntax
                || !context.TargetNode.Span.Contains(syntax.Span)) continue;
            if (attribute.ConstructorArguments.Length != 1 || attribute.ConstructorArguments[0].Value is not string prefix) continue;
            if (FindProblem(context.TargetSymbol.ContainingType, prefix) is not { } problem) continue;
            var place = syntax.ArgumentList?.Arguments.FirstOrDefault() ?? (SyntaxNode)syntax;
            problems.Add(
                DiagnosticInfo.At(LocationInfo.From(place.GetLocation()), DiagnosticIds.InvalidPrefix, Literals.Escape(prefix), problem));
        }

        return new([.. problems]);
    }

    // The beginning of a prefix is treated as a host if it is a domain name or an address, or has a port. A host must be at the beginning
    // of a pattern.
    private static string? FindProblem(INamedTypeSymbol? around, string prefix)
    {
        var slash = prefix.IndexOf('/');
        if (prefix.EndsWith("/", StringComparison.Ordinal)) return "it ends with a slash, and the patterns in the class begin with one";
        if (prefix.Length == 0 || slash == 0) return null;
        var host = slash < 0 ? prefix : prefix.Substring(0, slash);
        var isHost = IsHost(host);
        if (isHost && PatternPrefixes.Of(around).Length != 0)
            return "a containing class has a prefix, and a host must be at the beginning of a pattern";
        if (isHost && slash > 0) return null;
        return isHost
            ? "a host must be followed by a path, such as '" + Literals.Escape(prefix) + "/v1'"
            : "it must begin with a slash, as in '/" + Literals.Escape(prefix)
                + "', or with a host (a domain, NAME:PORT or localhost), as in 'example.com/v1'";
    }

    // The last label of a domain name begins with a letter. So "v1.0" is not a host, but a segment.
    private static bool IsHost(string name)
    {
        if (name == "localhost" || name.IndexOf(':') >= 0) return true;
        var dot = name.LastIndexOf('.');
        if (dot < 0 || dot == name.Length - 1) return false;
        return char.IsLetter(name[dot + 1]) || (name.Split('.').Length == 4 && IPAddress.TryParse(name, out _));
    }
}
