using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using RouteGen.Generators.Model;

namespace RouteGen.Generators.Diagnostics;

/// <summary>The files of a compilation by path.</summary>
/// <remarks>The files are listed when the first location is looked up, so a program without problems pays nothing.</remarks>
internal sealed class SourceTrees(Compilation compilation)
{
    private readonly Lazy<ILookup<string, SyntaxTree>> _byPath =
        new(() => compilation.SyntaxTrees.ToLookup(static tree => tree.FilePath, StringComparer.Ordinal));

    /// <summary>
    /// Returns the file that contains a location, or null if the location is in a library, or if no file or several files of its path
    /// contain it.
    /// </summary>
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
