using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RouteGen.Tests;

/// <summary>
/// Finds what carries an attribute of ours by the generator's own search and by the compiler's, to hold the one against the other.
/// </summary>
internal sealed class CompilersFinder : IIncrementalGenerator
{
    private static readonly string[] s_names =
    [
        .. RouteAttributes.MetadataNames, KnownNames.MountAttribute, KnownNames.ServeMuxAttribute, KnownNames.PrefixAttribute,
        KnownNames.UseAttribute, KnownNames.UseTypeAttribute, KnownNames.ExcludeRoutesAttribute, KnownNames.LibraryPrefixAttribute,
    ];

    private readonly List<string> _own = [];
    private readonly List<string> _compilers = [];

    /// <summary>What each finds in a program, a line for each node and kind of attribute.</summary>
    internal static (string[] Own, string[] Compilers) Find(Compilation program)
    {
        var finder = new CompilersFinder();
        var options = (CSharpParseOptions)program.SyntaxTrees.First().Options;
        var driver = CSharpGeneratorDriver.Create([finder.AsSourceGenerator()], parseOptions: options);
        Assert.Null(driver.RunGenerators(program).GetRunResult().Results[0].Exception);
        return ([.. finder._own.Order(StringComparer.Ordinal)], [.. finder._compilers.Order(StringComparer.Ordinal)]);
    }

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var nodes = new NodeFinder(context);
        foreach (var name in s_names)
        {
            var own = nodes.Attributed(
                [name], Carriers.All, (node, _) => Describe(name, node.TargetNode, node.TargetSymbol, node.Attributes));
            var compilers = context.SyntaxProvider.ForAttributeWithMetadataName(
                name, static (_, _) => true, (node, _) => Describe(name, node.TargetNode, node.TargetSymbol, node.Attributes));
            Take(context, own, _own);
            Take(context, compilers, _compilers);
        }
    }

    private static void Take(
        IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<string> found, List<string> list) =>
        context.RegisterSourceOutput(found, (_, one) => list.Add(one));

    private static string Describe(string name, SyntaxNode node, ISymbol symbol, ImmutableArray<AttributeData> attributes) =>
        $"{name} {node.SyntaxTree.FilePath}{node.Span} {symbol.Kind} {symbol} "
            + string.Join(' ', attributes.Select(static attribute => attribute.ApplicationSyntaxReference!.Span));
}
