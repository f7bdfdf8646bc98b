using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace RouteGen.Generators.Parsing;

/// <summary>A declaration with an attribute of RouteGen.</summary>
/// <param name="TargetNode">The declaration.</param>
/// <param name="TargetSymbol">The declared symbol.</param>
/// <param name="SemanticModel">The semantic model of the file.</param>
/// <param name="Attributes">The attributes of one kind that the symbol has in this file.</param>
internal sealed record AttributedNode(
    SyntaxNode TargetNode, ISymbol TargetSymbol, SemanticModel SemanticModel, ImmutableArray<AttributeData> Attributes);
