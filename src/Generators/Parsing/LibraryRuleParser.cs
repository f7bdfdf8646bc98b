// Reads [assembly: ExcludeRoutes] and [assembly: LibraryPrefix] into models. The compiler reports invalid arguments.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RouteGen.Generators.Model;

namespace RouteGen.Generators.Parsing;

internal static class LibraryRuleParser
{
    /// <summary>Reads the attributes of one kind in one file.</summary>
    internal static LibraryRules Parse(AttributedNode context, CancellationToken cancellationToken)
    {
        if (context.TargetSymbol is not IAssemblySymbol)
            return new(EquatableArray<LibraryRule>.Empty, EquatableArray<DiagnosticInfo>.Empty);
        var rules = new List<LibraryRule>();
        foreach (var attribute in context.Attributes)
        {
            if (attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken) is not AttributeSyntax syntax
                || syntax.SyntaxTree != context.TargetNode.SyntaxTree) continue;
            if (RuleOf(attribute, LocationInfo.From(syntax.GetLocation())) is { } rule) rules.Add(rule);
        }

        return new(new([.. rules]), EquatableArray<DiagnosticInfo>.Empty);
    }

    private static LibraryRule? RuleOf(AttributeData attribute, LocationInfo location)
    {
        var arguments = attribute.ConstructorArguments;
        var isPrefix = attribute.AttributeClass?.Name == "LibraryPrefixAttribute";
        if (arguments.Length != (isPrefix ? 2 : 1)
            || arguments.Any(static argument => argument.Kind is TypedConstantKind.Error or TypedConstantKind.Array)) return null;
        var prefix = isPrefix ? arguments[1].Value as string ?? "" : null;
        return arguments[0].Value switch
        {
            string name => new(name, "", prefix, location),
            INamedTypeSymbol { TypeKind: TypeKind.Error } => null,
            INamedTypeSymbol type => new(type.ContainingAssembly?.Name ?? "", isPrefix ? "" : HandlerParser.NameOf(type), prefix, location),
            _ => new("", "", prefix, location),
        };
    }
}
