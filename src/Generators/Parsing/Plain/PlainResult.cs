using Microsoft.CodeAnalysis.CSharp.Syntax;
using RouteGen.Generators.Model;

namespace RouteGen.Generators.Parsing;

/// <summary>Result of reading the plain handlers of a class declaration.</summary>
/// <param name="Handlers">The routes and the problems of path values, or only the failure if the class declaration could not be
/// read.</param>
/// <param name="Others">The methods that must be read from their symbols.</param>
internal sealed record PlainResult(HandlerResult Handlers, MethodDeclarationSyntax[] Others);
