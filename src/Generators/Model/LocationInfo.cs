using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace RouteGen.Generators.Model;

/// <summary>A place in the user's source, as data: Roslyn's own locations hold on to a syntax tree, and with it to a compilation.</summary>
internal sealed record LocationInfo(
    string FilePath, int Start, int Length, int StartLine, int StartColumn, int EndLine, int EndColumn) : IComparable<LocationInfo>
{
    internal static LocationInfo From(Location location)
    {
        var lines = location.GetLineSpan();
        var (start, end) = (lines.StartLinePosition, lines.EndLinePosition);
        var span = location.SourceSpan;
        return new(lines.Path, span.Start, span.Length, start.Line, start.Character, end.Line, end.Character);
    }

    internal Location ToLocation() => Location.Create(
        FilePath,
        new TextSpan(Start, Length),
        new LinePositionSpan(new LinePosition(StartLine, StartColumn), new LinePosition(EndLine, EndColumn)));

    /// <summary>The place for people, such as <c>Program.cs:8</c>. Without folders: they differ from machine to machine.</summary>
    internal string ToShortString()
    {
        var name = FilePath.Substring(FilePath.LastIndexOfAny(['/', '\\']) + 1);
        return FormattableString.Invariant($"{name}:{StartLine + 1}");
    }

    public int CompareTo(LocationInfo? other)
    {
        if (other is null) return 1;
        var byFile = string.CompareOrdinal(FilePath, other.FilePath);
        return byFile != 0 ? byFile : Start.CompareTo(other.Start);
    }
}
