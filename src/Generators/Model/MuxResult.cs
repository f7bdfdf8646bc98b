namespace RouteGen.Generators.Model;

/// <summary>What one class with <c>[ServeMux]</c> comes to.</summary>
/// <param name="Mux">The mux; null: it cannot be one.</param>
/// <param name="Problems">Why not.</param>
internal sealed record MuxResult(MuxModel? Mux, EquatableArray<DiagnosticInfo> Problems);
