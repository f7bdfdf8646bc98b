namespace RouteGen.Generators.Model;

/// <summary>A referenced library that lists routes.</summary>
/// <param name="Name">The name of its assembly.</param>
/// <param name="Routes">The routes, with patterns as the library has them.</param>
/// <param name="Problem">Why they cannot be read, as the end of a sentence; null: they can.</param>
internal sealed record LibraryModel(string Name, EquatableArray<LibraryRoute> Routes, string? Problem = null);
