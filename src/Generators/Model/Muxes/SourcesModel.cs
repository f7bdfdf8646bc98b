namespace RouteGen.Generators.Model;

/// <summary>Source lines at which the entries of a mux were registered.</summary>
/// <param name="Mux">The mux; null: <c>DefaultServeMux</c>.</param>
/// <param name="Sources">The places, in the order of its table.</param>
/// <param name="Settings">What becomes of them.</param>
/// <param name="FileName">The name of the file of the table, without an extension.</param>
internal sealed record SourcesModel(MuxModel? Mux, EquatableArray<string> Sources, MuxSettings Settings, string FileName);
