using Microsoft.CodeAnalysis;
using RouteGen.Generators.Model;

namespace RouteGen.Generators.Diagnostics;

/// <summary>
/// Problems with the files of their locations. Two instances are equal if their problems are equal and their files are the same objects.
/// </summary>
internal sealed class LocatedProblems : IEquatable<LocatedProblems>
{
    private readonly EquatableArray<DiagnosticInfo> _problems;
    private readonly SyntaxTree?[][] _trees;

    /// <summary>Looks up the files of the problems.</summary>
    internal LocatedProblems(EquatableArray<DiagnosticInfo> problems, SourceTrees trees)
    {
        _problems = problems;
        _trees = [.. problems.Select(problem => problem.Places.Select(trees.Find).ToArray())];
    }

    /// <summary>Reports the problems.</summary>
    internal void Report(SourceProductionContext output)
    {
        for (var index = 0; index < _problems.Count; index++) output.ReportDiagnostic(_problems[index].ToDiagnostic(_trees[index]));
    }

    public bool Equals(LocatedProblems? other) => other is not null
        && _problems.Equals(other._problems)
        && _trees.SelectMany(static trees => trees).SequenceEqual(other._trees.SelectMany(static trees => trees));

    public override bool Equals(object? obj) => Equals(obj as LocatedProblems);

    public override int GetHashCode() => _problems.GetHashCode();
}
