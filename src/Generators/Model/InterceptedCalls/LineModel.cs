namespace RouteGen.Generators.Model;

/// <summary>Target of an intercepted call, such as <c>Http.HandleFunc("/x", ...)</c>.</summary>
/// <param name="Parameter">The type of the handler it takes: <c>HandlerFunc</c>, <c>AsyncHandlerFunc</c>, <c>ValueTaskHandlerFunc</c> or
/// <c>IHandler</c>.</param>
/// <param name="IsOfMux">True if it is a method of <c>ServeMux</c>, called on the default one; else of <c>Http</c>.</param>
internal sealed record LineModel(string Parameter, bool IsOfMux);
