using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RouteGen.Generators.Finding;

/// <summary>The nodes of a file that may have attributes of RouteGen. Kept until the file or a global alias changes.</summary>
internal sealed class AttributedFile
{
    // The attribute lists, by the attribute that they may contain. Because of aliases, several names may mean one attribute.
    private readonly Dictionary<string, List<List<AttributeListSyntax>>> _plain;
    private readonly Dictionary<string, List<List<AttributeListSyntax>>> _others;

    /// <summary>Finds the nodes of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="ofAll">The names of attributes in files that declare no aliases.</param>
    internal AttributedFile(FileNodes file, AttributeNames ofAll)
    {
        Tree = file.Tree;
        var names = ofAll.With(file.Aliases);
        _plain = ListsOf(file.PlainLists, names);
        _others = ListsOf(file.OtherLists, names);
    }

    internal SyntaxTree Tree { get; }

    /// <summary>Returns the nodes that may have an attribute. A node may occur several times.</summary>
    /// <param name="attribute">The name of the attribute, without its namespace and number of type parameters.</param>
    /// <param name="targets">The kind of nodes to search.</param>
    internal IEnumerable<SyntaxNode> Find(string attribute, Carriers targets)
    {
        var others = In(_others, attribute);
        return targets switch
        {
            Carriers.Files => others.OfType<CompilationUnitSyntax>(),
            Carriers.OtherThanPlain => others,
            _ => others.Concat(In(_plain, attribute)),
        };
    }

    private static IEnumerable<SyntaxNode> In(Dictionary<string, List<List<AttributeListSyntax>>> lists, string attribute) =>
        lists.TryGetValue(attribute, out var found) ? found.SelectMany(static named => named).SelectMany(TargetsOf) : [];

    private static Dictionary<string, List<List<AttributeListSyntax>>> ListsOf(
        IReadOnlyDictionary<string, List<AttributeListSyntax>> lists, AttributeNames names)
    {
        var all = new Dictionary<string, List<List<AttributeListSyntax>>>(StringComparer.Ordinal);
        foreach (var named in lists)
        {
            foreach (var attribute in names.MeaningsOf(named.Key))
            {
                if (!all.TryGetValue(attribute, out var known)) all.Add(attribute, known = []);
                known.Add(named.Value);
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
