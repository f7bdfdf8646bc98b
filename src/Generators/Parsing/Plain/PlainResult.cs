using Microsoft.CodeAnalysis.CSharp.Syntax;
using RouteGen.Generators.Model;

namespace RouteGen.Generators.Parsing;

/// <summary>Result of reading the plain handlers of a class declaration.</summary>
/// <param name="Handlers">The routes; nothing is wrong with them.</param>
/// <param name="Others">The methods that go the long way.</param>
internal sealed record PlainResult(HandlerResult Handlers, MethodDeclarationSyntax[] Others);
