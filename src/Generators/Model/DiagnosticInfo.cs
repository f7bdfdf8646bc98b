using Microsoft.CodeAnalysis;
using RouteGen.Generators.Diagnostics;

namespace RouteGen.Generators.Model;

/// <summary>A problem as data, until it is reported.</summary>
/// <param name="Id">The id of one of <see cref="DiagnosticDescriptors"/>.</param>
/// <param name="Location">The place that is wrong.</param>
/// <param name="Others">The other places of a conflict.</param>
/// <param name="Arguments">The arguments of the message.</param>
internal sealed record DiagnosticInfo(
    string Id, LocationInfo Location, EquatableArray<LocationInfo> Others, EquatableArray<string> Arguments)
{
    internal static DiagnosticInfo At(LocationInfo location, string id, params string[] arguments) =>
        new(id, location, EquatableArray<LocationInfo>.Empty, new(arguments));

    /// <summary>All its places, the one that is wrong first.</summary>
    internal IEnumerable<LocationInfo> Places => [Location, .. Others];

    /// <summary>The diagnostic.</summary>
    /// <param name="trees">The file of each of its <see cref="Places"/>.</param>
    internal Diagnostic ToDiagnostic(IReadOnlyList<SyntaxTree?> trees) => Diagnostic.Create(
        DiagnosticDescriptors.ById(Id),
        Location.ToLocation(trees[0]),
        Others.Select((other, index) => other.ToLocation(trees[index + 1])),
        messageArgs: [.. Arguments]);
}
