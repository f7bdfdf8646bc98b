namespace RouteGen.Generators.Model;

/// <summary>A referenced program that has the table of <c>DefaultServeMux</c>.</summary>
/// <param name="Name">The name of its assembly.</param>
/// <param name="Table">The class by which its table is reached, as C# writes it from anywhere.</param>
/// <param name="Alias">The alias that the class is named under; empty: none.</param>
/// <param name="Libraries">The libraries whose routes its build has looked at.</param>
internal sealed record ProgramModel(string Name, string Table, string Alias, EquatableArray<string> Libraries);
