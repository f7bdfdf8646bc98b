// The start of the pipeline. A file is walked when it changes (FileNodes). An attribute is a candidate if its name is the name of a
// RouteGen attribute, or an alias of one in the file or in a global using (AttributedFile). After every edit the compiler is asked what
// each candidate is bound to, because an edit in another file may change it.
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RouteGen.Generators.Model;
using RouteGen.Generators.Parsing;

namespace RouteGen.Generators.Finding;

/// <summary>Finds the nodes that the generator reads in the files of a project.</summary>
internal sealed class NodeFinder
{
    private readonly IncrementalValueProvider<Compilation> _compilation;
    private readonly IncrementalValuesProvider<FileNodes> _files;
    private readonly IncrementalValuesProvider<AttributedFile> _attributed;

    internal NodeFinder(IncrementalGeneratorInitializationContext context)
    {
        _compilation = context.CompilationProvider;
        _files = _compilation.SelectMany(static (compilation, cancellationToken) => compilation.SyntaxTrees
            .Select(tree => FileNodes.Of(tree, cancellationToken))
            .Where(static file => !file.IsEmpty));
        var names = _files.Where(static file => file.GlobalAliases.Count != 0)
            .Collect()
            .Select(static (files, _) => new EquatableArray<UsingAlias>([.. files.SelectMany(static file => file.GlobalAliases)]))
            .Select(static (aliases, _) => new AttributeNames(aliases));
        _attributed = _files.Combine(names).Select(static (pair, _) => new AttributedFile(pair.Left, pair.Right));
    }

    /// <summary>The classes with plain handlers.</summary>
    internal IncrementalValuesProvider<PlainScope> Scopes => _files.SelectMany(static (file, _) => file.Scopes);

    /// <summary>Reads the calls that seem to register a handler. Runs after every edit.</summary>
    internal IncrementalValuesProvider<T> Lines<T>(Func<SyntaxNode, SemanticModel, CancellationToken, T> read) =>
        Read(static file => file.Lines, read);

    /// <summary>Reads the attributes with a target other than their declaration. Runs after every edit.</summary>
    internal IncrementalValuesProvider<T> SentAttributes<T>(Func<SyntaxNode, SemanticModel, CancellationToken, T> read) =>
        Read(static file => file.SentAttributes, read);

    /// <summary>Reads the nodes with given attributes, once for each kind of attribute that a node has. Runs after every edit.</summary>
    /// <param name="metadataNames">The metadata names of the attributes.</param>
    /// <param name="targets">The kind of nodes to search.</param>
    /// <param name="read">Reads a node.</param>
    internal IncrementalValuesProvider<T> Attributed<T>(
        string[] metadataNames, Carriers targets, Func<AttributedNode, CancellationToken, T> read)
    {
        var kinds = Array.ConvertAll(
            metadataNames, static name => (Name: KnownNames.TypeNameOf(name), Simple: KnownNames.SimpleNameOf(name)));
        return _attributed.Where(file => kinds.Any(kind => file.Find(kind.Simple, targets).Any()))
            .Combine(_compilation)
            .SelectMany((pair, cancellationToken) =>
            {
                var model = pair.Right.GetSemanticModel(pair.Left.Tree);
                var found = new List<T>();
                foreach (var (name, simple) in kinds)
                {
                    foreach (var node in pair.Left.Find(simple, targets).Distinct())
                    {
                        cancellationToken.ThrowIfCancellationRequested();
                        if (SymbolOf(node, model, cancellationToken) is not { } symbol) continue;
                        var attributes = AttributesOf(symbol, node.SyntaxTree, name);
                        if (!attributes.IsEmpty) found.Add(read(new(node, symbol, model, attributes), cancellationToken));
                    }
                }

                return found;
            });
    }

    private IncrementalValuesProvider<T> Read<T>(
        Func<FileNodes, IReadOnlyList<SyntaxNode>> nodes, Func<SyntaxNode, SemanticModel, CancellationToken, T> read) =>
        _files.Where(file => nodes(file).Count != 0)
            .Combine(_compilation)
            .SelectMany((pair, cancellationToken) =>
            {
                var model = pair.Right.GetSemanticModel(pair.Left.Tree);
                return nodes(pair.Left).Select(node => read(node, model, cancellationToken)).ToArray();
            });

    private static ISymbol? SymbolOf(SyntaxNode node, SemanticModel model, CancellationToken cancellationToken) => node switch
    {
        CompilationUnitSyntax => model.Compilation.Assembly,
        LambdaExpressionSyntax => model.GetSymbolInfo(node, cancellationToken).Symbol,
        _ => model.GetDeclaredSymbol(node, cancellationToken),
    };

    // Includes attributes of return values and of modules. The compiler rejects them there, and the parsers report or skip them.
    private static ImmutableArray<AttributeData> AttributesOf(ISymbol symbol, SyntaxTree tree, string name)
    {
        IEnumerable<AttributeData> all = symbol.GetAttributes();
        if (symbol is IMethodSymbol method) all = all.Concat(method.GetReturnTypeAttributes());
        if (symbol is IAssemblySymbol assembly) all = all.Concat(assembly.Modules.SelectMany(static module => module.GetAttributes()));
        return [.. all.Where(attribute => attribute.ApplicationSyntaxReference?.SyntaxTree == tree
            && attribute.AttributeClass is { } type && type.MetadataName == name && KnownNames.IsInRouteGen(type))];
    }
}
