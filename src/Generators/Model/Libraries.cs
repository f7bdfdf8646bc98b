// The routes that referenced libraries list, and the rules of a program for them.
namespace RouteGen.Generators.Model;

/// <summary>A referenced library that lists routes.</summary>
/// <param name="Name">The name of its assembly.</param>
/// <param name="Routes">The routes, with patterns as the library has them.</param>
/// <param name="Problem">The reason why they cannot be read, as the end of a sentence, or null if they can.</param>
internal sealed record LibraryModel(string Name, EquatableArray<LibraryRoute> Routes, string? Problem = null);

/// <summary>A route as a library lists it.</summary>
/// <param name="Route">The route; its expression calls the library's entry.</param>
/// <param name="Source">The place at which the library registered it, such as <c>Handlers/Health.cs:8</c>.</param>
internal sealed record LibraryRoute(RouteModel Route, string Source);

/// <summary>Rule for a library, from <c>[assembly: ExcludeRoutes]</c> or <c>[assembly: LibraryPrefix]</c>.</summary>
/// <param name="AssemblyName">The name of the library's assembly, or empty if the attribute names none.</param>
/// <param name="TypeName">Display name of the class whose handlers are left out, or empty if all handlers of the library are.</param>
/// <param name="Prefix">The prefix of its patterns, or null if routes are left out.</param>
/// <param name="Location">The attribute.</param>
internal sealed record LibraryRule(string AssemblyName, string TypeName, string? Prefix, LocationInfo Location);

/// <summary>The rules of one file.</summary>
/// <param name="Rules">The rules.</param>
/// <param name="Problems">The problem if the parser failed.</param>
internal sealed record LibraryRules(EquatableArray<LibraryRule> Rules, EquatableArray<DiagnosticInfo> Problems);

/// <summary>Routes that the referenced libraries add to a program.</summary>
/// <param name="Registrations">Their routes, with the program's prefixes and without those that it leaves out.</param>
/// <param name="Problems">The problems of the libraries, and of the attributes about them.</param>
/// <param name="Names">The libraries that list routes, without those that the program leaves out.</param>
internal sealed record LibraryRoutes(
    EquatableArray<Registration> Registrations, EquatableArray<DiagnosticInfo> Problems, EquatableArray<string> Names);
