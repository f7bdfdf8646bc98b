using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace RouteGen.Generators.Model;

/// <summary>A source location as data. Roslyn's own locations keep a syntax tree alive.</summary>
/// <remarks>For a location in a referenced library, only the display text is known. It replaces the path.</remarks>
internal sealed record LocationInfo(
    string FilePath, int Start, int Length, int StartLine, int StartColumn, int EndLine, int EndColumn) : IComparable<LocationInfo>
{
    /// <summary>The library that contains the location, or null for this project.</summary>
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

    /// <summary>Returns the location in a file.</summary>
    /// <param name="tree">The file, or null if it is unknown. In that case its <c>#pragma</c> directives have no effect.</param>
    internal Location ToLocation(SyntaxTree? tree)
    {
        var span = new TextSpan(Start, Length);
        if (tree is not null) return Location.Create(tree, span);
        return Library is not null ? Location.None : Location.Create(
            FilePath, span, new LinePositionSpan(new LinePosition(StartLine, StartColumn), new LinePosition(EndLine, EndColumn)));
    }

    /// <summary>
    /// Returns the location as messages show it, such as <c>Program.cs:8</c>. Folders are omitted, because they differ between machines.
    /// </summary>
    internal string ToShortString()
    {
        if (Library is not null) return FilePath + " in " + Library;
        var name = FilePath.Substring(FilePath.LastIndexOfAny(['/', '\\']) + 1);
        return name + ":" + LineNumber;
    }

    /// <summary>
    /// Returns the location relative to a project's folder, such as <c>Handlers/Health.cs:8</c>, which is the same on every machine. A file
    /// outside of the folder is shown without its path, which may differ between machines.
    /// </summary>
    internal string ToRelativeString(string projectFolder)
    {
        var (path, folder) = (FilePath.Replace('\\', '/'), projectFolder.Replace('\\', '/').TrimEnd('/'));
        if (Library is not null || folder.Length == 0 || path.Length <= folder.Length || path[folder.Length] != '/'
            || !path.StartsWith(folder, StringComparison.OrdinalIgnoreCase)) return ToShortString();
        return path.Substring(folder.Length + 1) + ":" + LineNumber;
    }

    /// <summary>Orders locations by file and position. Locations in libraries precede locations in the project.</summary>
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
