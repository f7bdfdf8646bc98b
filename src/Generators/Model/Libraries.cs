// The routes that referenced libraries list, and the rules of a program for them.
namespace RouteGen.Generators.Model;

/// <summary>A referenced library that lists routes.</summary>
/// <param name="Name">The name of its assembly.</param>
/// <param name="Routes">The routes, with the library's own patterns.</param>
/// <param name="Problem">The reason why the routes cannot be read, as the end of a sentence, or null if they can.</param>
internal sealed record LibraryModel(string Name, EquatableArray<LibraryRoute> Routes, string? Problem = null);

/// <summary>A route as a library lists it.</summary>
/// <param name="Route">The route. Its handler expression calls a method of the library's manifest.</param>
/// <param name="Source">The location at which the library registers the route, such as <c>Handlers/Health.cs:8</c>.</param>
internal sealed record LibraryRoute(RouteModel Route, string Source);

/// <summary>Rule for a library, from <c>[assembly: ExcludeRoutes]</c> or <c>[assembly: LibraryPrefix]</c>.</summary>
/// <param name="AssemblyName">The name of the library's assembly, or empty if the attribute names none.</param>
/// <param name="TypeName">Display name of the class whose handlers are excluded, or empty if the rule is for the whole library.</param>
/// <param name="Prefix">The prefix for the library's patterns, or null if the rule excludes routes.</param>
/// <param name="Location">The attribute.</param>
internal sealed record LibraryRule(string AssemblyName, string TypeName, string? Prefix, LocationInfo Location);

/// <summary>The rules in one file.</summary>
/// <param name="Rules">The rules.</param>
/// <param name="Problems">The problem, if the parser failed.</param>
internal sealed record LibraryRules(EquatableArray<LibraryRule> Rules, EquatableArray<DiagnosticInfo> Problems);

/// <summary>Routes that the referenced libraries add to a program.</summary>
/// <param name="Registrations">The routes, with the program's prefixes and without excluded routes.</param>
/// <param name="Problems">The problems of the libraries, and of the program's rules for them.</param>
/// <param name="Names">The libraries that list routes. Excluded libraries are left out if the project has no table.</param>
internal sealed record LibraryRoutes(
    EquatableArray<Registration> Registrations, EquatableArray<DiagnosticInfo> Problems, EquatableArray<string> Names);
