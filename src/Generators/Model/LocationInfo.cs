using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace RouteGen.Generators.Model;

/// <summary>A place in the user's source, as data: Roslyn's own locations hold on to a syntax tree, and with it to a compilation.</summary>
/// <remarks>Only the display text of a place in a referenced library is known; it replaces the path.</remarks>
internal sealed record LocationInfo(
    string FilePath, int Start, int Length, int StartLine, int StartColumn, int EndLine, int EndColumn) : IComparable<LocationInfo>
{
    /// <summary>The library that the place is in, or null for this project.</summary>
    internal string? Library { get; private init; }

    private string LineNumber => (StartLine + 1).ToString(CultureInfo.InvariantCulture);

    internal static LocationInfo InLibrary(string library, string place) => new(place, 0, 0, 0, 0, 0, 0) { Library = library };

    internal static LocationInfo From(Location location)
    {
        var lines = location.GetLineSpan();
        var (start, end) = (lines.StartLinePosition, lines.EndLinePosition);
        var span = location.SourceSpan;
        return new(lines.Path, span.Start, span.Length, start.Line, start.Character, end.Line, end.Character);
    }

    /// <summary>The location in a file.</summary>
    /// <param name="tree">The file, or null if it is not known. Its <c>#pragma</c> directives have no effect in that case.</param>
    internal Location ToLocation(SyntaxTree? tree)
    {
        var span = new TextSpan(Start, Length);
        if (tree is not null) return Location.Create(tree, span);
        return Library is not null ? Location.None : Location.Create(
            FilePath, span, new LinePositionSpan(new LinePosition(StartLine, StartColumn), new LinePosition(EndLine, EndColumn)));
    }

    /// <summary>Location as messages show it, such as <c>Program.cs:8</c>, without folders, which differ between machines.</summary>
    internal string ToShortString()
    {
        if (Library is not null) return FilePath + " in " + Library;
        var name = FilePath.Substring(FilePath.LastIndexOfAny(['/', '\\']) + 1);
        return name + ":" + LineNumber;
    }

    /// <summary>
    /// The place relative to a project's folder, which is the same on every machine, such as <c>Handlers/Health.cs:8</c>. A file outside of
    /// the folder has only its name, since its path may differ.
    /// </summary>
    internal string ToRelativeString(string projectFolder)
    {
        var (path, folder) = (FilePath.Replace('\\', '/'), projectFolder.Replace('\\', '/').TrimEnd('/'));
        if (Library is not null || folder.Length == 0 || path.Length <= folder.Length || path[folder.Length] != '/'
            || !path.StartsWith(folder, StringComparison.OrdinalIgnoreCase)) return ToShortString();
        return path.Substring(folder.Length + 1) + ":" + LineNumber;
    }

    /// <summary>Orders places by file and position; those in libraries come first, since they existed first.</summary>
    public int CompareTo(LocationInfo? other)
    {
        if (other is null) return 1;
        if (Library is null != other.Library is null) return Library is null ? 1 : -1;
        var byLibrary = string.CompareOrdinal(Library, other.Library);
        if (byLibrary != 0) return byLibrary;
        var byFile = string.CompareOrdinal(FilePath, other.FilePath);
        return byFile != 0 ? byFile : Start.CompareTo(other.Start);
    }
}
