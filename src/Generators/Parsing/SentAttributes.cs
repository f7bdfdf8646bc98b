// Reports attributes with a target other than their declaration, such as [field: Mount("/a/")] on a property or [method: Get("/x")] on an
// event. The compiler accepts them, but a search for declarations with the attribute does not find them.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RouteGen.Generators.Diagnostics;
using RouteGen.Generators.Model;

namespace RouteGen.Generators.Parsing;

internal static class SentAttributes
{
    /// <summary>Returns true for a list of such attributes. Called for every attribute list of a changed file.</summary>
    internal static bool IsCandidate(AttributeListSyntax list) =>
        list is { Target: { } target, Parent: { } parent } && target.Identifier.Kind() switch
        {
            SyntaxKind.FieldKeyword => parent is PropertyDeclarationSyntax or EventFieldDeclarationSyntax or ParameterSyntax,
            SyntaxKind.PropertyKeyword => parent is ParameterSyntax,
            SyntaxKind.MethodKeyword => parent is EventFieldDeclarationSyntax,
            _ => false,
        };

    /// <summary>Returns the problems of a candidate (RG0101, RG0108).</summary>
    internal static EquatableArray<DiagnosticInfo> Check(SyntaxNode candidate, SemanticModel model, CancellationToken cancellationToken)
    {
        var list = (AttributeListSyntax)candidate;
        var target = list.Target!.Identifier.ValueText;
        var problems = new List<DiagnosticInfo>();
        foreach (var attribute in list.Attributes)
        {
            if (model.GetSymbolInfo(attribute, cancellationToken).Symbol is not IMethodSymbol { ContainingType: { } type })
                continue;
            if (!KnownNames.IsInRouteGen(type)) continue;
            var place = LocationInfo.From(attribute.GetLocation());
            if (target == "method")
            {
                if (RouteAttributes.MetadataNames.Contains("RouteGen." + type.Name))
                    problems.Add(
                        DiagnosticInfo.At(
                            place, DiagnosticIds.WrongSignature, NameOf(list.Parent!), "its methods are accessors of an event"));
            }
            else if ("RouteGen." + type.Name == KnownNames.MountAttribute)
            {
                var why = "'" + target + ":' applies the attribute to a member that the compiler generates; "
                    + "write [Mount] on a field or a property";
                problems.Add(DiagnosticInfo.At(place, DiagnosticIds.NotMountable, NameOf(list.Parent!), why));
            }
        }

        return new([.. problems]);
    }

    private static string NameOf(SyntaxNode node) => node switch
    {
        PropertyDeclarationSyntax property => property.Identifier.ValueText,
        ParameterSyntax parameter => parameter.Identifier.ValueText,
        EventFieldDeclarationSyntax field => field.Declaration.Variables[0].Identifier.ValueText,
        _ => "",
    };
}
