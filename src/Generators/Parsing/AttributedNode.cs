using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace RouteGen.Generators.Parsing;

/// <summary>Declaration that carries an attribute of ours.</summary>
/// <param name="TargetNode">The declaration.</param>
/// <param name="TargetSymbol">What is declared.</param>
/// <param name="SemanticModel">The meaning of its file.</param>
/// <param name="Attributes">Its attributes of one kind that stand in this file.</param>
internal sealed record AttributedNode(
    SyntaxNode TargetNode, ISymbol TargetSymbol, SemanticModel SemanticModel, ImmutableArray<AttributeData> Attributes);
