using RouteGen.Generators.Model;
using RouteGen.Generators.Parsing;

namespace RouteGen.Generators.Finding;

/// <summary>The names that a file may use for RouteGen's attributes, including aliases.</summary>
internal sealed class AttributeNames
{
    private const string Suffix = "Attribute";

    private static readonly ILookup<string, string> s_noAliases = ByTarget([]);

    private readonly ILookup<string, string> _ofAll;

    // Maps the name of an attribute class, or an alias, to the attributes that it may mean.
    private readonly Dictionary<string, List<string>> _meanings;

    /// <summary>Creates the names for files that declare no aliases.</summary>
    /// <param name="ofAll">The aliases that apply to all files.</param>
    internal AttributeNames(EquatableArray<UsingAlias> ofAll)
    {
        _ofAll = ByTarget(ofAll);
        _meanings = MeaningsOf(s_noAliases);
    }

    private AttributeNames(AttributeNames ofAll, IEnumerable<UsingAlias> ofFile)
    {
        _ofAll = ofAll._ofAll;
        _meanings = MeaningsOf(ByTarget(ofFile));
    }

    /// <summary>Returns the names for a file that declares these aliases.</summary>
    internal AttributeNames With(IReadOnlyList<UsingAlias> ofFile) => ofFile.Count == 0 ? this : new(this, ofFile);

    /// <summary>Returns RouteGen's attributes that a name in brackets may mean.</summary>
    internal IEnumerable<string> MeaningsOf(string name) => In(name).Concat(In(name + Suffix)).Distinct(StringComparer.Ordinal);

    private static ILookup<string, string> ByTarget(IEnumerable<UsingAlias> aliases) =>
        aliases.ToLookup(static alias => alias.Target, static alias => alias.Name, StringComparer.Ordinal);

    // Follows chains of aliases from each attribute, and visits each name once. The compiler follows only one step and rejects longer
    // chains.
    private Dictionary<string, List<string>> MeaningsOf(ILookup<string, string> ofFile)
    {
        var meanings = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var attribute in KnownNames.Attributes)
        {
            var names = new List<string> { attribute };
            var seen = new HashSet<string>(names, StringComparer.Ordinal);
            for (var index = 0; index < names.Count; index++)
            {
                if (!meanings.TryGetValue(names[index], out var known)) meanings.Add(names[index], known = []);
                known.Add(attribute);
                names.AddRange(ofFile[names[index]].Concat(_ofAll[names[index]]).Where(seen.Add));
            }
        }

        return meanings;
    }

    private List<string> In(string name) => _meanings.TryGetValue(name, out var meanings) ? meanings : [];
}
