using Microsoft.CodeAnalysis;
using RouteGen.Generators.Diagnostics;

namespace RouteGen.Generators.Model;

/// <summary>A problem as data. Its diagnostic is created when the problem is reported.</summary>
/// <param name="Id">The id of one of <see cref="DiagnosticDescriptors"/>.</param>
/// <param name="Location">The location at which the problem is reported.</param>
/// <param name="Others">The other locations of a conflict.</param>
/// <param name="Arguments">The arguments of the message.</param>
internal sealed record DiagnosticInfo(
    string Id, LocationInfo Location, EquatableArray<LocationInfo> Others, EquatableArray<string> Arguments)
{
    internal static DiagnosticInfo At(LocationInfo location, string id, params string[] arguments) =>
        new(id, location, EquatableArray<LocationInfo>.Empty, new(arguments));

    /// <summary>All locations of the problem, beginning with <see cref="Location"/>.</summary>
    internal IEnumerable<LocationInfo> Places => [Location, .. Others];

    /// <summary>Creates the diagnostic.</summary>
    /// <param name="trees">The file of each of the <see cref="Places"/>, or null if it is unknown.</param>
    internal Diagnostic ToDiagnostic(IReadOnlyList<SyntaxTree?> trees) => Diagnostic.Create(
        DiagnosticDescriptors.ById(Id),
        Location.ToLocation(trees[0]),
        Others.Select((other, index) => other.ToLocation(trees[index + 1])),
        messageArgs: [.. Arguments]);
}
