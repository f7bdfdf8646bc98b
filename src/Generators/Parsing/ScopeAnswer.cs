using Microsoft.CodeAnalysis.CSharp.Syntax;
using RouteGen.Generators.Model;

namespace RouteGen.Generators.Parsing;

/// <summary>A class declaration with what the compiler says about it: equal to the last one when neither its file nor the meaning of a name has changed.</summary>
/// <param name="Scope">The declaration.</param>
/// <param name="Facts">What the compiler says; null: its methods have to be looked at one by one.</param>
internal sealed record ScopeAnswer(PlainScope Scope, ScopeFacts? Facts);

/// <summary>What the plain handlers of a class declaration come to.</summary>
/// <param name="Handlers">The routes; nothing is wrong with them.</param>
/// <param name="Others">The methods that go the long way.</param>
internal sealed record PlainResult(HandlerResult Handlers, MethodDeclarationSyntax[] Others);
