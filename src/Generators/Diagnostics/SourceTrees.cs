using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using RouteGen.Generators.Model;

namespace RouteGen.Generators.Diagnostics;

/// <summary>The files of one compilation by their paths.</summary>
/// <remarks>They are listed when the first place is looked up, so a program without problems has no cost.</remarks>
internal sealed class SourceTrees(Compilation compilation)
{
    private readonly Lazy<ILookup<string, SyntaxTree>> _byPath =
        new(() => compilation.SyntaxTrees.ToLookup(static tree => tree.FilePath, StringComparer.Ordinal));

    /// <summary>The file that a place is in. Null for a place in a library, or if no file or several files of its path have it.</summary>
    internal SyntaxTree? Find(LocationInfo place)
    {
        if (place.Library is not null) return null;
        SyntaxTree? found = null;
        foreach (var tree in _byPath.Value[place.FilePath])
        {
            if (!IsIn(tree, place)) continue;
            if (found is not null) return null;
            found = tree;
        }

        return found;
    }

    private static bool IsIn(SyntaxTree tree, LocationInfo place) =>
        place.Start + place.Length <= tree.Length
        && LocationInfo.From(Location.Create(tree, new TextSpan(place.Start, place.Length))) == place;
}
