using RouteGen.Generators.Model;

namespace RouteGen.Generators.Parsing;

/// <summary>
/// A class declaration with what the compiler says about it: equal to the last one when neither its file nor the meaning of a name has
/// changed.
/// </summary>
/// <param name="Scope">The declaration.</param>
/// <param name="Facts">What the compiler says; null: its methods have to be looked at one by one.</param>
/// <param name="Problem">Why the compiler could not be asked; null: it could.</param>
internal sealed record ScopeResult(PlainScope Scope, ScopeFacts? Facts, DiagnosticInfo? Problem = null);
