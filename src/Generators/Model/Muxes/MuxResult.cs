namespace RouteGen.Generators.Model;

/// <summary>Result of reading one class with <c>[ServeMux]</c>.</summary>
/// <param name="Mux">The mux; null: it cannot be one.</param>
/// <param name="Problems">Why not.</param>
/// <param name="Middleware">What stands in front of all its handlers, and so of its own responses, the outermost first.</param>
internal sealed record MuxResult(MuxModel? Mux, EquatableArray<DiagnosticInfo> Problems, EquatableArray<MiddlewareModel>? Middleware = null)
{
    internal EquatableArray<MiddlewareModel> Middleware { get; init; } = Middleware ?? EquatableArray<MiddlewareModel>.Empty;
}
