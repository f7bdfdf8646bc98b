namespace RouteGen.Generators.Model;

/// <summary>Routes that the referenced libraries add to a program.</summary>
/// <param name="Registrations">Their routes, with the program's prefixes and without those that it leaves out.</param>
/// <param name="Problems">What is wrong with them, and with the attributes about them.</param>
/// <param name="Names">The libraries that list routes, without those that the program leaves out.</param>
internal sealed record LibraryRoutes(
    EquatableArray<Registration> Registrations, EquatableArray<DiagnosticInfo> Problems, EquatableArray<string> Names);
