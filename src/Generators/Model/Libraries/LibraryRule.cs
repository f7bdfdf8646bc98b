namespace RouteGen.Generators.Model;

/// <summary>Rule for a library, from <c>[assembly: ExcludeRoutes]</c> or <c>[assembly: LibraryPrefix]</c>.</summary>
/// <param name="AssemblyName">The name of the library's assembly; empty: the attribute names none.</param>
/// <param name="TypeName">Display name of the class whose handlers are left out. Empty if all handlers of the library are.</param>
/// <param name="Prefix">What its patterns begin with; null: routes are left out.</param>
/// <param name="Location">The attribute.</param>
internal sealed record LibraryRule(string AssemblyName, string TypeName, string? Prefix, LocationInfo Location);

/// <summary>The rules of one file.</summary>
/// <param name="Rules">The rules.</param>
/// <param name="Problems">Why there are none, if the parser failed.</param>
internal sealed record LibraryRules(EquatableArray<LibraryRule> Rules, EquatableArray<DiagnosticInfo> Problems);
