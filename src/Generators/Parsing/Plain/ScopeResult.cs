using RouteGen.Generators.Model;

namespace RouteGen.Generators.Parsing;

/// <summary>
/// A class declaration with the compiler's facts. Equal to the previous result unless its file or the meaning of a name changes.
/// </summary>
/// <param name="Scope">The declaration.</param>
/// <param name="Facts">The facts, or null if the methods must be read from their symbols.</param>
/// <param name="Problem">The problem if the facts could not be read, or null for none.</param>
internal sealed record ScopeResult(PlainScope Scope, ScopeFacts? Facts, DiagnosticInfo? Problem = null);
