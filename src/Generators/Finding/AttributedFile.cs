using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RouteGen.Generators.Finding;

/// <summary>The nodes of a file that may have attributes of RouteGen. Kept until the file or a global alias changes.</summary>
internal sealed class AttributedFile
{
    private readonly Dictionary<string, List<SyntaxNode>> _plain;
    private readonly Dictionary<string, List<SyntaxNode>> _others;

    /// <summary>Finds the nodes of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="ofAll">The names of attributes in files that declare no aliases.</param>
    internal AttributedFile(FileNodes file, AttributeNames ofAll)
    {
        Tree = file.Tree;
        var names = ofAll.With(file.Aliases);
        _plain = NodesOf(file.PlainLists, names);
        _others = NodesOf(file.OtherLists, names);
    }

    internal SyntaxTree Tree { get; }

    /// <summary>Returns the nodes that may have an attribute. A node may occur several times.</summary>
    /// <param name="attribute">The name of the attribute, without its namespace and number of type parameters.</param>
    /// <param name="targets">The kind of nodes to search.</param>
    internal IEnumerable<SyntaxNode> Find(string attribute, Carriers targets)
    {
        var others = _others.TryGetValue(attribute, out var nodes) ? nodes : [];
        return targets switch
        {
            Carriers.Files => others.OfType<CompilationUnitSyntax>(),
            Carriers.OtherThanPlain => others,
            _ => _plain.TryGetValue(attribute, out var plain) ? others.Concat(plain) : others,
        };
    }

    private static Dictionary<string, List<SyntaxNode>> NodesOf(
        IReadOnlyDictionary<string, List<AttributeListSyntax>> lists, AttributeNames names)
    {
        var all = new Dictionary<string, List<SyntaxNode>>(StringComparer.Ordinal);
        foreach (var named in lists)
        {
            foreach (var attribute in names.MeaningsOf(named.Key))
            {
                if (!all.TryGetValue(attribute, out var nodes)) all.Add(attribute, nodes = []);
                nodes.AddRange(named.Value.SelectMany(TargetsOf));
            }
        }

        return all;
    }

    // The attributes of a field apply to all variables that it declares.
    private static IEnumerable<SyntaxNode> TargetsOf(AttributeListSyntax list) => list.Parent switch
    {
        BaseFieldDeclarationSyntax field => field.Declaration.Variables,
        { } parent => [parent],
        null => [],
    };
}
