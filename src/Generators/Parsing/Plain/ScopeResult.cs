using RouteGen.Generators.Model;

namespace RouteGen.Generators.Parsing;

/// <summary>
/// A class declaration with the facts from the compiler. Equal to the last one if neither its file nor the meaning of a name has changed.
/// </summary>
/// <param name="Scope">The declaration.</param>
/// <param name="Facts">The facts, or null if its methods have to be read one by one.</param>
/// <param name="Problem">The problem if the facts could not be read, or null for none.</param>
internal sealed record ScopeResult(PlainScope Scope, ScopeFacts? Facts, DiagnosticInfo? Problem = null);
