using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace RouteGen.Generators.Parsing;

/// <summary>Declaration that carries an attribute of ours.</summary>
/// <param name="TargetNode">The declaration.</param>
/// <param name="TargetSymbol">The declared symbol.</param>
/// <param name="SemanticModel">The semantic model of its file.</param>
/// <param name="Attributes">Its attributes of one kind in this file.</param>
internal sealed record AttributedNode(
    SyntaxNode TargetNode, ISymbol TargetSymbol, SemanticModel SemanticModel, ImmutableArray<AttributeData> Attributes);
